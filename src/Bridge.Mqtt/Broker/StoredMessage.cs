namespace Bridge.Mqtt.Broker;

/// <summary>A QoS 1 or 2 message on its way to a session's client.</summary>
public sealed record StoredMessage
{
    /// <summary>QoS is that of the delivery. Null after PUBREC, when only the packet id matters.</summary>
    public MqttApplicationMessage? Message { get; init; }

    /// <summary>When it expires by the wall clock; null never.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }

    /// <summary>Zero if it was never sent.</summary>
    public ushort PacketId { get; init; }

    public IReadOnlyList<uint> SubscriptionIdentifiers { get; init; } = [];
}
