using System.Net;
using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using Bridge.Mqtt.Broker;
using Bridge.Mqtt.Packets;
using Bridge.Mqtt.Tcp;

namespace Bridge.Mqtt.Tests.Samples;

internal sealed class Doorkeeper : IMqttPublishInterceptor
{
    public static IReadOnlyList<MqttTcpListener> Listen(MqttBroker broker, IPEndPoint mqtts, IPEndPoint wss, X509Certificate2 certificate)
    {
        var tls = new SslServerAuthenticationOptions { ServerCertificate = certificate };
        return
        [
            MqttTcpListener.Start(broker, mqtts, new MqttListenOptions { Tls = tls }),
            MqttTcpListener.Start(broker, wss, new MqttListenOptions { Tls = tls, WebSocket = new() { Path = "/mqtt" } }),
        ];
    }

    public bool Intercepts(string topic) => topic.StartsWith("house/", StringComparison.Ordinal);
    public MqttInterception Intercept(MqttClientInfo sender, MqttDelivery message) =>
        message.Payload.Length > 1000
            ? MqttInterception.Refuse(MqttReasonCode.QuotaExceeded)
            : MqttInterception.Change(message.ToMessage() with { UserProperties = [new("sender", sender.ClientId)] });
}
