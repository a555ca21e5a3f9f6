namespace Bridge.Mqtt.Broker;

/// <summary>Who gets the messages of one topic, as of one version of the subscriptions. Immutable.</summary>
internal sealed class RouteTargets(long version, RouteTarget[] sessions, SharedTarget[] shares, LocalSubscription[] locals)
{
    public static RouteTargets Unresolved { get; } = new(-1, [], [], []);

    public long Version { get; } = version;

    public RouteTarget[] Sessions { get; } = sessions;

    public SharedTarget[] Shares { get; } = shares;

    public LocalSubscription[] Locals { get; } = locals;
}
