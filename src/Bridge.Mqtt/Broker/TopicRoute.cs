namespace Bridge.Mqtt.Broker;

/// <summary>
/// A topic that somebody publishes on, and who gets its messages. Found once by its bytes and then kept: by the table, by
/// publishers' caches, by topic aliases. The receivers are resolved again when subscriptions have changed since.
/// </summary>
internal sealed class TopicRoute(string topic, byte[] utf8)
{
    private RouteTargets _targets = RouteTargets.Unresolved;
    private KeptAnswer _guarded;
    private KeptAnswer _intercepted;

    public string Topic { get; } = topic;

    public byte[] Utf8 { get; } = utf8;

    /// <summary>Whether the gate holds back acknowledgements here; null until asked.</summary>
    public bool? IsGuarded
    {
        get => _guarded.Value;
        set => _guarded.Value = value;
    }

    /// <summary>Whether the interceptor wants to see what is published here; null until asked.</summary>
    public bool? IsIntercepted
    {
        get => _intercepted.Value;
        set => _intercepted.Value = value;
    }

    /// <summary>Possibly of an older version of the subscriptions: <see cref="SubscriptionTable.Resolve"/> looks.</summary>
    public RouteTargets Targets
    {
        get => Volatile.Read(ref _targets);
        set => Volatile.Write(ref _targets, value);
    }
}
