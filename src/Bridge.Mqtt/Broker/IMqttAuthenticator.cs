namespace Bridge.Mqtt.Broker;

/// <summary>Decides who a connecting client is.</summary>
public interface IMqttAuthenticator
{
    /// <summary>
    /// Called once per CONNECT, before anything else of the client is looked at. Must answer within
    /// <see cref="BrokerLimits.ConnectTimeout"/>, which the time waited for CONNECT counts against;
    /// <paramref name="cancellation"/> ends then, and when the peer leaves. An exception refuses with 0x88.
    /// </summary>
    ValueTask<MqttAuthentication> AuthenticateAsync(MqttConnectRequest request, CancellationToken cancellation);
}
