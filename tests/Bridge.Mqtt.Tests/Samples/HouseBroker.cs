using System.Net;
using Bridge.Mqtt.Broker;
using Bridge.Mqtt.Packets;
using Bridge.Mqtt.Tcp;

namespace Bridge.Mqtt.Tests.Samples;

internal sealed class HouseBroker : IMqttAuthenticator, IMqttAuthorizer
{
    public static async Task RunAsync(IPEndPoint address, Func<MqttTcpListener, Task> whileItRuns)
    {
        var rules = new HouseBroker();
        await using var broker = new MqttBroker(new MqttBrokerOptions(), new MqttBrokerServices { Authenticator = rules, Authorizer = rules });
        broker.Publish(new MqttApplicationMessage { Topic = "house/door", Payload = "shut"u8.ToArray(), Retain = true });
        await using var listener = MqttTcpListener.Start(broker, address);
        await whileItRuns(listener);
        await broker.DrainAsync(TimeSpan.FromSeconds(5));
    }

    public ValueTask<MqttAuthentication> AuthenticateAsync(MqttConnectRequest request, CancellationToken cancellation) =>
        new(request.UserName == "guest" ? MqttAuthentication.Accept() : MqttAuthentication.Reject(MqttReasonCode.BadUserNameOrPassword));
    public MqttReasonCode AuthorizePublish(MqttClientInfo client, string topic, bool retain) => Decide(topic);
    public MqttReasonCode AuthorizeSubscribe(MqttClientInfo client, string filter) => Decide(filter);
    public MqttReasonCode AuthorizeWill(MqttClientInfo client, string topic, bool retain) => Decide(topic);
    public bool AuthorizeDelivery(MqttClientInfo client, string topic) => true;
    private static MqttReasonCode Decide(string topic) => topic.StartsWith("house/", StringComparison.Ordinal) ? default : MqttReasonCode.NotAuthorized;
}
