namespace Bridge.Mqtt.Packets;

/// <summary>SUBSCRIBE (section 3.8).</summary>
public sealed record SubscribePacket : MqttPacket
{
    /// <inheritdoc/>
    public override MqttPacketType Type => MqttPacketType.Subscribe;

    /// <summary>Packet identifier, never 0.</summary>
    public ushort PacketId { get; init; }

    /// <summary>1–268,435,455, or 0 for none.</summary>
    public uint SubscriptionIdentifier { get; init; }

    /// <summary>At least one filter, in their order.</summary>
    public required IReadOnlyList<SubscriptionRequest> Subscriptions { get; init; }
}
