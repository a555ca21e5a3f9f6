using Bridge.Mqtt.Packets;

namespace Bridge.Mqtt.Broker;

/// <summary>
/// How one session gets the messages of one topic. Overlapping subscriptions are merged: one delivery with the highest QoS
/// [MQTT-3.3.4-2] and every identifier [MQTT-3.3.4-4].
/// </summary>
internal sealed class RouteTarget
{
    public required MqttSession Session { get; init; }

    public MqttQoS QoS { get; init; }

    public bool RetainAsPublished { get; init; }

    public uint[] SubscriptionIdentifiers { get; init; } = [];

    /// <summary>How the session gets its own messages: without its No Local subscriptions, null if no other is left [MQTT-3.8.3-3].</summary>
    public RouteTarget? Own { get; }

    public static RouteTarget Merge(MqttSession session, IReadOnlyList<Subscription> subscriptions)
    {
        if (!subscriptions.Any(subscription => subscription.NoLocal))
        {
            return Make(session, subscriptions, own: null, ownIsSame: true)!;
        }

        var own = Make(session, [.. subscriptions.Where(subscription => !subscription.NoLocal)], own: null, ownIsSame: true);
        return Make(session, subscriptions, own, ownIsSame: false)!;
    }

    private static RouteTarget? Make(MqttSession session, IReadOnlyList<Subscription> subscriptions, RouteTarget? own, bool ownIsSame)
    {
        if (subscriptions.Count == 0)
        {
            return null;
        }

        return new RouteTarget(ownIsSame, own)
        {
            Session = session,
            QoS = subscriptions.Max(subscription => subscription.QoS),
            RetainAsPublished = subscriptions.Any(subscription => subscription.RetainAsPublished),
            SubscriptionIdentifiers = [.. subscriptions.Where(subscription => subscription.Identifier != 0).Select(subscription => subscription.Identifier)],
        };
    }

    private RouteTarget(bool ownIsSame, RouteTarget? own) => Own = ownIsSame ? this : own;
}
