using Bridge.Mqtt.Broker;
using Bridge.Mqtt.Packets;

namespace Bridge.Server.Tests.MqttEndpoint;

/// <summary>Lets everyone do everything, and remembers who came.</summary>
internal sealed class OpenBroker : IMqttAuthenticator, IMqttAuthorizer
{
    public List<MqttTransport> Seen { get; } = [];

    public ValueTask<MqttAuthentication> AuthenticateAsync(MqttConnectRequest request, CancellationToken cancellation)
    {
        lock (Seen)
        {
            Seen.Add(request.Transport);
        }

        return new(MqttAuthentication.Accept());
    }

    public MqttReasonCode AuthorizePublish(MqttClientInfo client, string topic, bool retain) => MqttReasonCode.Success;

    public MqttReasonCode AuthorizeSubscribe(MqttClientInfo client, string filter) => MqttReasonCode.Success;

    public bool AuthorizeDelivery(MqttClientInfo client, string topic) => true;

    public MqttReasonCode AuthorizeWill(MqttClientInfo client, string topic, bool retain) => MqttReasonCode.Success;
}
