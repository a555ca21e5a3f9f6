using Bridge.Mqtt.Packets;

namespace Bridge.Mqtt.Broker;

/// <summary>All of a session that must survive (MQTT 5.0, 4.1).</summary>
public sealed record StoredSession
{
    public required string ClientId { get; init; }

    public required MqttProtocolVersion ProtocolVersion { get; init; }

    /// <summary>After the connection ended. <see cref="TimeSpan.MaxValue"/> never ends.</summary>
    public required TimeSpan Expiry { get; init; }

    /// <summary>When the connection ended; null if it was connected when saved, which counts from the restart.</summary>
    public DateTimeOffset? DisconnectedAt { get; init; }

    /// <summary>What is still to be published if the client doesn't come back in time.</summary>
    public WillMessage? Will { get; init; }

    public IReadOnlyList<StoredSubscription> Subscriptions { get; init; } = [];

    /// <summary>In the order of sending: first those in flight, with their packet ids, then those that wait.</summary>
    public IReadOnlyList<StoredMessage> Messages { get; init; } = [];

    /// <summary>QoS 2 packet ids received and not yet released.</summary>
    public IReadOnlyList<ushort> ReceivedQoS2 { get; init; } = [];

    /// <summary>Those of <see cref="ReceivedQoS2"/> that the gate has not let pass yet: it is asked again when they are repeated. Null if there are none.</summary>
    public IReadOnlyList<ushort>? UndecidedQoS2 { get; init; }
}
