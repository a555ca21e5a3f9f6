using Bridge.Mqtt.Packets;

namespace Bridge.Mqtt.Broker;

/// <summary>A connected client, or the last one of a session that waits for its client.</summary>
public sealed class MqttClientInfo
{
    public required string ClientId { get; init; }

    /// <summary>What the authenticator made of it; null after a restart, until the client is back.</summary>
    public object? Identity { get; init; }

    public required MqttProtocolVersion ProtocolVersion { get; init; }

    public required MqttTransport Transport { get; init; }

    public required DateTimeOffset ConnectedAt { get; init; }

    public string? UserName { get; init; }

    /// <summary>Of CONNECT, in the client's order.</summary>
    public IReadOnlyList<MqttUserProperty> UserProperties { get; init; } = [];

    /// <summary>In force after negotiation; zero is off.</summary>
    public TimeSpan KeepAlive { get; init; }

    public bool CleanStart { get; init; }

    /// <summary>True if an earlier session went on.</summary>
    public bool SessionPresent { get; init; }

    /// <summary>How long the session outlives the connection; zero ends it with the connection.</summary>
    public TimeSpan SessionExpiry { get; init; }

    public override string ToString() => ClientId;
}
