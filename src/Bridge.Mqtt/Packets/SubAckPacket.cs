namespace Bridge.Mqtt.Packets;

/// <summary>SUBACK (section 3.9): one reason code for each filter, in their order [MQTT-3.9.3-1].</summary>
public sealed record SubAckPacket : MqttPacket
{
    /// <inheritdoc/>
    public override MqttPacketType Type => MqttPacketType.SubAck;

    /// <summary>The SUBSCRIBE that is answered.</summary>
    public ushort PacketId { get; init; }

    /// <summary>Granted QoS or failure of each filter. To a 3.1.1 client every failure is written as 0x80.</summary>
    public required IReadOnlyList<MqttReasonCode> ReasonCodes { get; init; }

    /// <summary>For people, or null.</summary>
    public string? ReasonString { get; init; }
}
