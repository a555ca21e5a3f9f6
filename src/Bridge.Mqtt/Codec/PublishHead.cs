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
    public int Measure(MqttProtocolVersion version)
    {
        var remaining = MeasureRemaining(version, out _);
        return 1 + VariableByteInteger.Measure((uint)remaining) + remaining - PayloadLength;
    }

    /// <summary>Writes the head and returns its length. <paramref name="packetIdOffset"/> is where the packet identifier lies, or -1 with QoS 0.</summary>
    public int Write(Span<byte> destination, MqttProtocolVersion version, out int packetIdOffset)
    {
        var remaining = MeasureRemaining(version, out var properties);
        var to = new FieldWriter(destination);
        to.Byte(PublishCodec.First(Dup, QoS, Retain));
        to.Variable((uint)remaining);
        to.Binary(Topic);
        packetIdOffset = QoS == MqttQoS.AtMostOnce ? -1 : to.Length;
        if (packetIdOffset >= 0)
        {
            to.UInt16(PacketId);
        }

        if (version == MqttProtocolVersion.V5)
        {
            to.Variable((uint)properties);
            WriteProperties(ref to);
        }

        return to.Length;
    }

    private int MeasureRemaining(MqttProtocolVersion version, out int properties)
    {
        properties = 0;
        var size = 2 + Topic.Length + (QoS == MqttQoS.AtMostOnce ? 0 : 2) + PayloadLength;
        if (version != MqttProtocolVersion.V5)
        {
            return size;
        }

        var measure = new FieldWriter();
        WriteProperties(ref measure);
        properties = measure.Length;
        return size + VariableByteInteger.Measure((uint)properties) + properties;
    }

    private void WriteProperties(ref FieldWriter to)
    {
        to.UInt32(PropertyId.MessageExpiryInterval, MessageExpiryInterval);
        to.UInt16(PropertyId.TopicAlias, TopicAlias, 0);
        foreach (var identifier in SubscriptionIdentifiers)
        {
            to.Byte((byte)PropertyId.SubscriptionIdentifier);
            to.Variable(identifier);
        }

        to.Raw(ForwardedProperties);
    }
}
