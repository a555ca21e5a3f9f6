namespace Bridge.Mqtt.Packets;

/// <summary>UNSUBSCRIBE (section 3.10).</summary>
public sealed record UnsubscribePacket : MqttPacket
{
    /// <inheritdoc/>
    public override MqttPacketType Type => MqttPacketType.Unsubscribe;

    /// <summary>Packet identifier, never 0.</summary>
    public ushort PacketId { get; init; }

    /// <summary>At least one filter, in their order.</summary>
    public required IReadOnlyList<string> Filters { get; init; }
}
