using Bridge.Mqtt.Packets;

namespace Bridge.Mqtt.Codec;

/// <summary>
/// A PUBLISH that stays in the buffer: every byte is checked, nothing is copied. Valid as long as its <see cref="MqttFrame"/>.
/// </summary>
public readonly ref struct PublishView
{
    /// <summary>Whether this may be a second delivery.</summary>
    public bool Dup { get; internal init; }

    /// <summary>QoS.</summary>
    public MqttQoS QoS { get; internal init; }

    /// <summary>Retain.</summary>
    public bool Retain { get; internal init; }

    /// <summary>Packet identifier; 0 with QoS 0 and never else.</summary>
    public ushort PacketId { get; internal init; }

    /// <summary>Topic alias, never above what the reader was told; 0 for none.</summary>
    public ushort TopicAlias { get; internal init; }

    /// <summary>Topic name in UTF-8, a valid one; empty only where <see cref="TopicAlias"/> is not 0.</summary>
    public ReadOnlySpan<byte> Topic { get; internal init; }

    /// <summary>Payload.</summary>
    public ReadOnlySpan<byte> Payload { get; internal init; }

    /// <summary>
    /// The properties' bytes without their length, as they came. <see cref="PublishProperties"/> walks them, and copies what a server
    /// must forward unaltered.
    /// </summary>
    public ReadOnlySpan<byte> Properties { get; internal init; }

    /// <summary>Whether the properties hold only what is forwarded: then <see cref="Properties"/> may be sent on as they are.</summary>
    public bool PropertiesForwardAsTheyAre { get; internal init; }

    /// <summary>Whether the payload claims to be UTF-8 text. The claim isn't checked here: <see cref="MqttText.IsWellFormed"/>.</summary>
    public bool PayloadIsText { get; internal init; }

    /// <summary>Seconds that the message lives, or null for ever.</summary>
    public uint? MessageExpiryInterval { get; internal init; }

    /// <summary>Whether there is a response topic.</summary>
    public bool HasResponseTopic => !ResponseTopic.IsEmpty;

    /// <summary>Response topic in UTF-8, a valid topic name; empty for none.</summary>
    public ReadOnlySpan<byte> ResponseTopic { get; internal init; }

    /// <summary>Whether there is correlation data, of length 0 included.</summary>
    public bool HasCorrelationData { get; internal init; }

    /// <summary>Correlation data.</summary>
    public ReadOnlySpan<byte> CorrelationData { get; internal init; }

    /// <summary>Whether there is a content type, of length 0 included.</summary>
    public bool HasContentType { get; internal init; }

    /// <summary>Content type in UTF-8.</summary>
    public ReadOnlySpan<byte> ContentType { get; internal init; }

    /// <summary>Copies everything out of the buffer.</summary>
    public PublishPacket ToPacket() => throw new NotSupportedException();
}
