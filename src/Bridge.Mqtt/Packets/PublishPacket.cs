using System.Text;

namespace Bridge.Mqtt.Packets;

/// <summary>PUBLISH (section 3.3) with everything copied out of the buffer. The hot path reads a <see cref="Codec.PublishView"/> instead.</summary>
public sealed record PublishPacket : MqttPacket
{
    /// <inheritdoc/>
    public override MqttPacketType Type => MqttPacketType.Publish;

    /// <summary>Whether this may be a second delivery of the packet; never with QoS 0 [MQTT-3.3.1-2].</summary>
    public bool Dup { get; init; }

    /// <summary>QoS.</summary>
    public MqttQoS QoS { get; init; }

    /// <summary>Retain.</summary>
    public bool Retain { get; init; }

    /// <summary>Topic name; empty where a topic alias stands for it.</summary>
    public required string Topic { get; init; }

    /// <summary>Packet identifier; 0 with QoS 0.</summary>
    public ushort PacketId { get; init; }

    /// <summary>Payload.</summary>
    public ReadOnlyMemory<byte> Payload { get; init; }

    /// <summary>Whether the payload is UTF-8 text.</summary>
    public bool PayloadIsText { get; init; }

    /// <summary>Seconds that the message lives, or null for ever.</summary>
    public uint? MessageExpiryInterval { get; init; }

    /// <summary>Topic alias, or 0 for none.</summary>
    public ushort TopicAlias { get; init; }

    /// <summary>Response topic, or null.</summary>
    public string? ResponseTopic { get; init; }

    /// <summary>Correlation data, or null.</summary>
    public ReadOnlyMemory<byte>? CorrelationData { get; init; }

    /// <summary>Identifiers of the subscriptions that matched; from the server only.</summary>
    public IReadOnlyList<uint> SubscriptionIdentifiers { get; init; } = [];

    /// <summary>Content type, or null.</summary>
    public string? ContentType { get; init; }

    /// <summary>The payload as UTF-8; what isn't becomes U+FFFD.</summary>
    public string ReadText() => Encoding.UTF8.GetString(Payload.Span);
}
