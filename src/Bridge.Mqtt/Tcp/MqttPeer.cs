using System.Security.Cryptography.X509Certificates;
using Bridge.Mqtt.WebSockets;

namespace Bridge.Mqtt.Tcp;

/// <summary>
/// What was learned of a client before CONNECT, by a listener with TLS or WebSocket: its <see cref="Broker.MqttTransport.Principal"/>. Complete when the
/// authenticator is asked.
/// </summary>
public sealed class MqttPeer
{
    /// <summary>The certificate that it showed, valid by the listener's TLS options; null if none was asked for.</summary>
    public X509Certificate2? Certificate { get; internal set; }

    /// <summary>Its upgrade request; null without WebSocket.</summary>
    public WebSocketUpgradeRequest? Upgrade { get; internal set; }
}
