using System.Collections.Concurrent;
using System.Text;
using Bridge.Mqtt.Topics;

namespace Bridge.Mqtt.Broker;

/// <summary>
/// All subscriptions, and for each topic in use who matched it. A change counts the version up; a route that is older resolves
/// itself at the next message. Publishing on a known topic takes no lock.
/// </summary>
internal sealed class SubscriptionTable(Func<MqttClientInfo, string, bool> mayReceive)
{
    // Topics come from clients: forgetting all when there are too many is cheap, since each is found again when used.
    private const int MaxRoutes = 16_384;

    // So many subscriptions may have ended, and their sessions be held by routes that nobody has used since, before the routes are walked: often
    // enough that few are held, and seldom enough that ending one costs a few routes at most.
    private const int EndedUnnoticed = 64;
    private const int RoutesPerEnded = 4;

    private readonly Lock _sync = new();
    private readonly TopicTrie<Subscription> _trie = new();
    private readonly Dictionary<string, SharedGroup> _groups = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, TopicRoute> _routes = new(StringComparer.Ordinal);
    private long _version;
    private int _routeCount;
    private int _ended;

    public int Count
    {
        get
        {
            lock (_sync)
            {
                return _trie.Count;
            }
        }
    }

    /// <summary>Topics whose route is known.</summary>
    public int Routes => _routes.Count;

    public void Add(Subscription subscription)
    {
        lock (_sync)
        {
            AddWithLock(subscription);
            Volatile.Write(ref _version, _version + 1);
        }
    }

    public void Remove(Subscription subscription)
    {
        lock (_sync)
        {
            RemoveWithLock(subscription);
            Volatile.Write(ref _version, _version + 1);
            if (++_ended <= Math.Max(EndedUnnoticed, Volatile.Read(ref _routeCount) / RoutesPerEnded))
            {
                return;
            }

            _ended = 0;
        }

        ForgetTargets(Volatile.Read(ref _version));
    }

    /// <summary>In one step, so that no message falls between [MQTT-3.8.4-3].</summary>
    public void Replace(Subscription old, Subscription subscription)
    {
        lock (_sync)
        {
            AddWithLock(subscription);
            RemoveWithLock(old);
            Volatile.Write(ref _version, _version + 1);
        }
    }

    /// <summary>Another client than before stands behind a session: what it may receive is asked again.</summary>
    public void Invalidate()
    {
        lock (_sync)
        {
            Volatile.Write(ref _version, _version + 1);
        }
    }

    /// <summary>The route of a valid topic; found without allocating if it is known.</summary>
    public TopicRoute Route(ReadOnlySpan<byte> utf8)
    {
        const int OnStack = 512;
        Span<char> text = utf8.Length <= OnStack ? stackalloc char[OnStack] : new char[utf8.Length];
        text = text[..Encoding.UTF8.GetChars(utf8, text)];
        return _routes.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(text, out var route)
            ? route
            : AddRoute(text.ToString(), utf8.ToArray());
    }

    public TopicRoute Route(string topic) =>
        _routes.TryGetValue(topic, out var route) ? route : AddRoute(topic, Encoding.UTF8.GetBytes(topic));

    public RouteTargets Resolve(TopicRoute route)
    {
        var targets = route.Targets;
        return targets.Version == Volatile.Read(ref _version) ? targets : ResolveAnew(route);
    }

    /// <summary>The share's members now, which may be others than when a message was first handed out; null if there are none.</summary>
    public SharedTarget? FindShare(TopicRoute route, SharedGroup group) =>
        Array.Find(Resolve(route).Shares, share => ReferenceEquals(share.Group, group));

    /// <summary>What routes know of earlier versions is of no use, and holds sessions that have ended.</summary>
    private void ForgetTargets(long before)
    {
        foreach (var (_, route) in _routes)
        {
            if (route.Targets.Version < before)
            {
                route.Targets = RouteTargets.Unresolved;
            }
        }
    }

    private TopicRoute AddRoute(string topic, byte[] utf8)
    {
        // Counted apart, since the dictionary's own count takes all of its locks. It may be off by a few.
        if (Interlocked.Increment(ref _routeCount) > MaxRoutes)
        {
            ForgetTargets(before: long.MaxValue); // Retained messages and publishers may hold the routes for long.
            _routes.Clear();
            Volatile.Write(ref _routeCount, 0);
        }

        return _routes.GetOrAdd(topic, static (topic, utf8) => new TopicRoute(topic, utf8), utf8);
    }

    private RouteTargets ResolveAnew(TopicRoute route)
    {
        List<Subscription> matches = [];
        long version;
        lock (_sync)
        {
            version = _version;
            _trie.Match(route.Topic, matches);
        }

        // Outside the lock: this asks the authorizer.
        var targets = RouteResolver.Resolve(version, route.Topic, matches, mayReceive);
        route.Targets = targets;
        return targets;
    }

    private void AddWithLock(Subscription subscription)
    {
        if (subscription.Filter.IsShared)
        {
            if (!_groups.TryGetValue(subscription.Filter.Full, out var group))
            {
                _groups.Add(subscription.Filter.Full, group = new SharedGroup());
            }

            group.Members++;
            subscription.Group = group;
        }

        _trie.Add(subscription.Filter.Pattern, subscription);
    }

    private void RemoveWithLock(Subscription subscription)
    {
        if (_trie.Remove(subscription.Filter.Pattern, subscription) && subscription.Group is { } group && --group.Members == 0)
        {
            _groups.Remove(subscription.Filter.Full);
        }
    }
}
