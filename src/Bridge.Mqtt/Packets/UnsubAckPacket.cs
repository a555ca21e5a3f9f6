namespace Bridge.Mqtt.Packets;

/// <summary>UNSUBACK (section 3.11). To a 3.1.1 client it has no reason codes.</summary>
public sealed record UnsubAckPacket : MqttPacket
{
    /// <inheritdoc/>
    public override MqttPacketType Type => MqttPacketType.UnsubAck;

    /// <summary>The UNSUBSCRIBE that is answered.</summary>
    public ushort PacketId { get; init; }

    /// <summary>Outcome for each filter, in their order [MQTT-3.11.3-1].</summary>
    public IReadOnlyList<MqttReasonCode> ReasonCodes { get; init; } = [];

    /// <summary>For people, or null.</summary>
    public string? ReasonString { get; init; }
}
