namespace Bridge.Mqtt.Broker;

/// <summary>One exchange of enhanced authentication, from CONNECT or AUTH 0x19 to its end. Its steps come one after the other.</summary>
public sealed class MqttAuthenticationExchange
{
    /// <summary>As the client named it in CONNECT.</summary>
    public required string Method { get; init; }

    /// <summary>The CONNECT; also in a re-authentication.</summary>
    public required MqttConnectRequest Request { get; init; }

    /// <summary>Who authenticates again; null while the client connects.</summary>
    public MqttClientInfo? Client { get; init; }

    /// <summary>The authenticator's own, from one step to the next.</summary>
    public object? State { get; set; }
}
