using Bridge.Mqtt.Packets;

namespace Bridge.Mqtt.Broker;

/// <summary>A topic that a connection publishes on, with what its client may do there: asked once per connection.</summary>
internal sealed class TopicGrant(TopicRoute route)
{
    private MqttReasonCode? _plain;
    private MqttReasonCode? _retained;

    public TopicRoute Route { get; } = route;

    public MqttReasonCode MayPublish(bool retain, MqttClientInfo client, BrokerRuntime runtime)
    {
        ref var answer = ref retain ? ref _retained : ref _plain;
        return answer ??= runtime.AuthorizePublish(client, Route.Topic, retain);
    }
}
