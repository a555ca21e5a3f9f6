using Bridge.Mqtt.Packets;

namespace Bridge.Mqtt.Codec;

/// <summary>
/// Everything of a PUBLISH that comes before its payload, ready to be written. The payload of <see cref="PayloadLength"/> bytes is
/// appended by the caller, so that it may be shared between subscribers.
/// </summary>
public readonly ref struct PublishHead
{
    /// <summary>Dup.</summary>
    public bool Dup { get; init; }

    /// <summary>QoS.</summary>
    public MqttQoS QoS { get; init; }

    /// <summary>Retain.</summary>
    public bool Retain { get; init; }

    /// <summary>Packet identifier; written with QoS 1 and 2 only.</summary>
    public ushort PacketId { get; init; }

    /// <summary>Topic name in UTF-8; may be empty with an alias.</summary>
    public ReadOnlySpan<byte> Topic { get; init; }

    /// <summary>Topic alias, or 0 for none. 5.0 only.</summary>
    public ushort TopicAlias { get; init; }

    /// <summary>Seconds left to live, or null for ever. 5.0 only.</summary>
    public uint? MessageExpiryInterval { get; init; }

    /// <summary>Identifiers of the subscriptions that matched. 5.0 only.</summary>
    public ReadOnlySpan<uint> SubscriptionIdentifiers { get; init; }

    /// <summary>Properties to forward, encoded, without their length, alias, expiry and identifiers. 5.0 only.</summary>
    public ReadOnlySpan<byte> ForwardedProperties { get; init; }

    /// <summary>Bytes of payload that will follow.</summary>
    public int PayloadLength { get; init; }

    /// <summary>Bytes that <see cref="Write"/> will write: the head without the payload.</summary>
    public int Measure(MqttProtocolVersion version) => throw new NotSupportedException();

    /// <summary>Writes the head and returns its length. <paramref name="packetIdOffset"/> is where the packet identifier lies, or -1 with QoS 0.</summary>
    public int Write(Span<byte> destination, MqttProtocolVersion version, out int packetIdOffset) => throw new NotSupportedException();
}
