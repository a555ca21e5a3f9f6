using Bridge.Mqtt.Packets;

namespace Bridge.Mqtt.Broker;

/// <summary>A CONNECT as the authenticator sees it. Valid during the call, or the exchange of enhanced authentication, only.</summary>
public sealed class MqttConnectRequest
{
    public required MqttProtocolVersion ProtocolVersion { get; init; }

    /// <summary>As the client sent it; empty asks the server to assign one.</summary>
    public required string ClientId { get; init; }

    /// <summary>Null if CONNECT had none.</summary>
    public string? UserName { get; init; }

    /// <summary>Null if CONNECT had none, which is not the same as an empty one.</summary>
    public ReadOnlyMemory<byte>? Password { get; init; }

    /// <summary>In the client's order; empty in 3.1.1.</summary>
    public IReadOnlyList<MqttUserProperty> UserProperties { get; init; } = [];

    public bool CleanStart { get; init; }

    public required MqttTransport Transport { get; init; }
}
