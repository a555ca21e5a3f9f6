using Bridge.Mqtt.Broker;
using Bridge.Mqtt.Packets;

namespace Bridge.Mqtt.Tests.Broker;

/// <summary>Lets anybody do anything, but on topics below <c>denied</c>.</summary>
internal sealed class TestAuthorizer : IMqttAuthorizer
{
    public int PublishQuestions { get; private set; }

    public MqttReasonCode AuthorizePublish(MqttClientInfo client, string topic, bool retain)
    {
        PublishQuestions++;
        return Answer(topic);
    }

    public MqttReasonCode AuthorizeSubscribe(MqttClientInfo client, string filter) => Answer(filter);

    /// <summary>Asked after the rest.</summary>
    public Func<MqttClientInfo, string, bool> MayReceive { get; set; } = (_, _) => true;

    /// <summary>Knows nobody of whom it isn't told who it is.</summary>
    public bool AuthorizeDelivery(MqttClientInfo client, string topic) =>
        client.Identity is not null && topic != "hidden" && MayReceive(client, topic);

    public MqttReasonCode AuthorizeWill(MqttClientInfo client, string topic, bool retain) => Answer(topic);

    private static MqttReasonCode Answer(string topic) =>
        topic.StartsWith("denied", StringComparison.Ordinal) ? MqttReasonCode.NotAuthorized : MqttReasonCode.Success;
}
