using Bridge.Mqtt.Codec;
using Bridge.Mqtt.Packets;

namespace Bridge.Mqtt.Broker;

/// <summary>
/// From the topic or the alias of a client's PUBLISH to its route: the last topic, then the connection's own topics, then the
/// table of all.
/// </summary>
internal sealed class PublishTopics(BrokerRuntime runtime, ClientLimits limits)
{
    private static readonly MqttFault AliasTooHigh = new(MqttReasonCode.TopicAliasInvalid, "MQTT-3.3.2-9", "The topic alias is above the maximum.");
    private static readonly MqttFault AliasUnknown = new(MqttReasonCode.ProtocolError, "MQTT-3.3.2-7", "The topic alias was not set on this connection.");
    private static readonly MqttFault BadTopic = new(MqttReasonCode.TopicNameInvalid, "section 3.3.2.1", "The topic is too long or too deep.");

    private readonly TopicGrants _grants = new();
    private TopicGrant?[]? _aliases;
    private TopicGrant? _last;

    /// <summary>Null with a fault.</summary>
    public TopicGrant? Find(scoped in PublishView view, out MqttFault? fault)
    {
        fault = null;
        if (view.TopicAlias > limits.TopicAliases)
        {
            fault = AliasTooHigh;
            return null;
        }

        if (view.Topic.IsEmpty)
        {
            var known = _aliases?[view.TopicAlias];
            fault = known is null ? AliasUnknown : null;
            return known;
        }

        if (_last is { } last && view.Topic.SequenceEqual(last.Route.Utf8))
        {
            return Alias(view.TopicAlias, last);
        }

        var grant = _grants.Find(view.Topic);
        if (grant is null)
        {
            if (!TopicLimits.Allow(view.Topic, runtime.Options.Limits))
            {
                fault = BadTopic;
                return null;
            }

            grant = new TopicGrant(runtime.Subscriptions.Route(view.Topic));
            _grants.Add(grant);
        }

        _last = grant;
        return Alias(view.TopicAlias, grant);
    }

    private TopicGrant Alias(ushort alias, TopicGrant grant)
    {
        if (alias != 0)
        {
            (_aliases ??= new TopicGrant?[limits.TopicAliases + 1])[alias] = grant;
        }

        return grant;
    }
}
