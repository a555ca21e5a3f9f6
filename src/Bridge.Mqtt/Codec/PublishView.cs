using System.Text;
using Bridge.Mqtt.Packets;

namespace Bridge.Mqtt.Codec;

/// <summary>
/// A PUBLISH that stays in the buffer: every byte is checked, nothing is copied. Valid as long as its <see cref="MqttFrame"/>.
/// </summary>
public ref struct PublishView
{
    /// <summary>Whether this may be a second delivery.</summary>
    public bool Dup { get; internal set; }

    /// <summary>QoS.</summary>
    public MqttQoS QoS { get; internal set; }

    /// <summary>Retain.</summary>
    public bool Retain { get; internal set; }

    /// <summary>Packet identifier; 0 with QoS 0 and never else.</summary>
    public ushort PacketId { get; internal set; }

    /// <summary>Topic alias, or 0 for none. Whether it is within Topic Alias Maximum is for the connection to say.</summary>
    public ushort TopicAlias { get; internal set; }

    /// <summary>Topic name in UTF-8, a valid one; empty only where <see cref="TopicAlias"/> is not 0.</summary>
    public ReadOnlySpan<byte> Topic { get; internal set; }

    /// <summary>Payload.</summary>
    public ReadOnlySpan<byte> Payload { get; internal set; }

    /// <summary>
    /// The properties' bytes without their length, as they came. <see cref="PublishProperties"/> walks them, and copies what a server
    /// must forward unaltered.
    /// </summary>
    public ReadOnlySpan<byte> Properties { get; internal set; }

    /// <summary>Whether the properties hold only what is forwarded: then <see cref="Properties"/> may be sent on as they are.</summary>
    public bool PropertiesForwardAsTheyAre { get; internal set; }

    /// <summary>Whether the payload claims to be UTF-8 text. The claim isn't checked here: <see cref="MqttText.IsWellFormed"/>.</summary>
    public bool PayloadIsText { get; internal set; }

    /// <summary>Seconds that the message lives, or null for ever.</summary>
    public uint? MessageExpiryInterval { get; internal set; }

    /// <summary>Whether there is a response topic.</summary>
    public readonly bool HasResponseTopic => !ResponseTopic.IsEmpty;

    /// <summary>Response topic in UTF-8, a valid topic name; empty for none.</summary>
    public ReadOnlySpan<byte> ResponseTopic { get; internal set; }

    /// <summary>Whether there is correlation data, of length 0 included.</summary>
    public bool HasCorrelationData { get; internal set; }

    /// <summary>Correlation data.</summary>
    public ReadOnlySpan<byte> CorrelationData { get; internal set; }

    /// <summary>Whether there is a content type, of length 0 included.</summary>
    public bool HasContentType { get; internal set; }

    /// <summary>Content type in UTF-8.</summary>
    public ReadOnlySpan<byte> ContentType { get; internal set; }

    /// <summary>Copies everything out of the buffer.</summary>
    public readonly PublishPacket ToPacket() => new()
    {
        Dup = Dup,
        QoS = QoS,
        Retain = Retain,
        PacketId = PacketId,
        TopicAlias = TopicAlias,
        Topic = Encoding.UTF8.GetString(Topic),
        Payload = Payload.ToArray(),
        PayloadIsText = PayloadIsText,
        MessageExpiryInterval = MessageExpiryInterval,
        ResponseTopic = HasResponseTopic ? Encoding.UTF8.GetString(ResponseTopic) : null,
        CorrelationData = HasCorrelationData ? (ReadOnlyMemory<byte>?)CorrelationData.ToArray() : null,
        ContentType = HasContentType ? Encoding.UTF8.GetString(ContentType) : null,
        UserProperties = PublishProperties.ReadUserProperties(Properties),
        SubscriptionIdentifiers = PublishProperties.ReadSubscriptionIdentifiers(Properties),
    };
}
