namespace Bridge.Mqtt.Broker;

/// <summary>Makes of all subscriptions that match a topic one target per session, share and program.</summary>
internal static class RouteResolver
{
    public static RouteTargets Resolve(long version, string topic, List<Subscription> matches, Func<MqttClientInfo, string, bool> mayReceive)
    {
        List<LocalSubscription> locals = [];
        Dictionary<MqttSession, List<Subscription>> sessions = [];
        Dictionary<SharedGroup, List<RouteTarget>> shares = [];
        Dictionary<MqttSession, bool> allowed = [];
        foreach (var match in matches)
        {
            if (match.Local is { } local)
            {
                locals.Add(local);
                continue;
            }

            var session = match.Session!;
            if (!allowed.TryGetValue(session, out var may))
            {
                allowed.Add(session, may = session.IsUnclaimed || mayReceive(session.Client, topic));
            }

            if (!may)
            {
                continue;
            }

            if (match.Group is { } group)
            {
                ListOf(shares, group).Add(RouteTarget.Merge(session, [match]));
            }
            else
            {
                ListOf(sessions, session).Add(match);
            }
        }

        return new RouteTargets(
            version,
            [.. sessions.Select(pair => RouteTarget.Merge(pair.Key, pair.Value))],
            [.. shares.Select(pair => new SharedTarget(pair.Key, [.. pair.Value]))],
            [.. locals]);
    }

    private static List<TValue> ListOf<TKey, TValue>(Dictionary<TKey, List<TValue>> lists, TKey key)
        where TKey : notnull
    {
        if (!lists.TryGetValue(key, out var list))
        {
            lists.Add(key, list = []);
        }

        return list;
    }
}
