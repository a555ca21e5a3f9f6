using Bridge.Mqtt.Broker;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Connections.Features;

namespace Bridge.Server.MqttEndpoint;

/// <summary>Plain MQTT over TCP, or over TLS if the listener has it. CONNECT's deadline is the broker's.</summary>
internal sealed class MqttConnectionHandler(string listener, MqttBroker broker)
{
    public Task OnConnectionAsync(ConnectionContext connection) => broker.ServeAsync(connection.Transport, new()
    {
        Remote = connection.RemoteEndPoint,
        Listener = listener,
        Kind = "tcp",
        Secure = connection.Features.Get<ITlsHandshakeFeature>() is not null,
        Abort = connection.Abort,
    });
}
