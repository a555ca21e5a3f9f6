namespace Bridge.Mqtt.Broker;

/// <summary>
/// Takes from a session what the client that is back may not receive: its rights may be others than those of the last one with this
/// client id, and after a restart nobody's were known. Called while the session has no connection.
/// </summary>
internal sealed class WaitingRights(BrokerRuntime runtime, MqttSession session)
{
    private readonly Dictionary<TopicRoute, bool> _allowed = [];

    public void Apply()
    {
        // Asked without the lock, hence again for what came meanwhile.
        while (TryWithdraw() is { Count: > 0 } unknown)
        {
            unknown.ForEach(topic => _allowed[topic] = runtime.MayReceive(session.Client, topic.Topic));
        }
    }

    /// <summary>Withdraws, or returns the topics of which it isn't known yet.</summary>
    private List<TopicRoute> TryWithdraw()
    {
        lock (session.Sync)
        {
            var unknown = session.Outbox.TopicsWithLock().Where(topic => !_allowed.ContainsKey(topic)).Distinct().ToList();
            if (unknown.Count == 0 && _allowed.ContainsValue(false))
            {
                List<OutboxEntry> taken = [];
                session.Outbox.TakeWithLock(taken, entry => !_allowed[entry.Message!.Topic]);
                taken.ForEach(entry => entry.Message!.Release());
                runtime.Metrics.Dropped(DropReason.NotAuthorized, taken.Count);
                session.MarkChanged();
            }

            return unknown;
        }
    }
}
