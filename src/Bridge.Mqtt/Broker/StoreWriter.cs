using Bridge.Mqtt.Packets;

namespace Bridge.Mqtt.Broker;

/// <summary>
/// Brings changes to the stores from a task of its own: sessions and retained messages are only marked on the hot path, and
/// snapshots of what was marked are saved together once per interval, or at once while acknowledgements wait for it. Nothing happens for
/// sessions that end with their connection.
/// </summary>
#pragma warning disable CA1001 // The semaphore hands out no wait handle, so it holds nothing to dispose.
internal sealed class StoreWriter(BrokerRuntime runtime)
#pragma warning restore CA1001
{
    private readonly Lock _sync = new();
    private readonly SemaphoreSlim _saving = new(1, 1);
    private HashSet<MqttSession> _sessions = [];
    private HashSet<string> _endedSessions = new(StringComparer.Ordinal);
    private HashSet<string> _retained = new(StringComparer.Ordinal);
    private List<PendingAck> _waiting = [];
    private bool _scheduled;
    private bool _isWanted;

    /// <summary>Whether sessions outlive this process.</summary>
    public bool KeepsSessions => Sessions is not null;

    private ISessionStore? Sessions => runtime.Services.Sessions;

    private IRetainedStore? Retained => runtime.Services.RetainedMessages;

    /// <summary>Called with the session's lock; once until its next snapshot.</summary>
    public void SessionChanged(MqttSession session)
    {
        if (Sessions is null)
        {
            return;
        }

        session.IsChanged = true;
        session.MayBeStored = true;
        lock (_sync)
        {
            _sessions.Add(session);
            ScheduleWithLock();
        }
    }

    /// <summary>
    /// The acknowledgement waits until what is marked now is stored. That is begun at once; what comes while a save is under way goes together
    /// into the next, so that many waits cost few saves. A save that fails is repeated, and the wait goes on.
    /// </summary>
    public void Await(PendingAck ack)
    {
        ack.AddWait();
        lock (_sync)
        {
            _waiting.Add(ack);
            if (_isWanted)
            {
                return;
            }

            _isWanted = true;
        }

        _ = Task.Run(() => SaveAsync());
    }

    /// <summary>It has ended, or will with its connection: what is stored of it goes.</summary>
    public void ForgetWithLock(MqttSession session)
    {
        if (Sessions is null || !session.MayBeStored)
        {
            return;
        }

        session.IsChanged = false;
        session.MayBeStored = false;
        lock (_sync)
        {
            _sessions.Remove(session);
            _endedSessions.Add(session.ClientId);
            ScheduleWithLock();
        }
    }

    public void RetainedChanged(string topic)
    {
        if (Retained is null)
        {
            return;
        }

        lock (_sync)
        {
            _retained.Add(topic);
            ScheduleWithLock();
        }
    }

    /// <summary>Saves everything that is marked, now.</summary>
    public async Task SaveAsync(CancellationToken cancellation = default)
    {
        await _saving.WaitAsync(cancellation);
        try
        {
            await SaveSessionsAsync(cancellation);
            await SaveRetainedAsync(cancellation);
        }
        finally
        {
            _saving.Release();
        }
    }

    private async Task SaveSessionsAsync(CancellationToken cancellation)
    {
        HashSet<MqttSession> changed;
        HashSet<string> ended;
        List<PendingAck> waiting;
        lock (_sync)
        {
            (changed, _sessions) = (_sessions, []);
            (ended, _endedSessions) = (_endedSessions, new(StringComparer.Ordinal));
            (waiting, _waiting) = (_waiting, []);
            _isWanted = false;
        }

        if (Sessions is not { } store || changed.Count + ended.Count == 0)
        {
            // An earlier save had them.
            Settle(waiting);
            return;
        }

        List<StoredSession> snapshots = [];
        foreach (var session in changed)
        {
            if (SessionSnapshot.Take(session, runtime.Time) is { } snapshot)
            {
                snapshots.Add(snapshot);
                ended.Remove(session.ClientId);
            }
        }

        try
        {
            await store.SaveAsync(snapshots, [.. ended], cancellation);
            Settle(waiting);
        }
#pragma warning disable CA1031 // A store may fail in ways of its own; it is logged, and everything is tried again.
        catch (Exception error)
#pragma warning restore CA1031
        {
            runtime.Log.StoreFailed(error);
            lock (_sync)
            {
                _sessions.UnionWith(changed);
                _endedSessions.UnionWith(ended);
                _waiting.AddRange(waiting);
                ScheduleWithLock();
            }
        }
    }

    private static void Settle(List<PendingAck> waiting)
    {
        var turn = Turn.Begin();
        waiting.ForEach(turn.Release);
        turn.End();
    }

    private async Task SaveRetainedAsync(CancellationToken cancellation)
    {
        HashSet<string> topics;
        lock (_sync)
        {
            (topics, _retained) = (_retained, new(StringComparer.Ordinal));
        }

        if (Retained is not { } store || topics.Count == 0)
        {
            return;
        }

        List<StoredRetained> changed = [];
        List<string> removed = [];
        foreach (var topic in topics)
        {
            if (runtime.Retained.Find(topic) is { } publication)
            {
                changed.Add(new StoredRetained(publication.ToMessage(runtime.Time), Expiry.WallClock(publication.ExpiresAt, runtime.Time)));
                publication.Release();
            }
            else
            {
                removed.Add(topic);
            }
        }

        try
        {
            await store.SaveAsync(changed, removed, cancellation);
        }
#pragma warning disable CA1031 // As above.
        catch (Exception error)
#pragma warning restore CA1031
        {
            runtime.Log.StoreFailed(error);
            lock (_sync)
            {
                _retained.UnionWith(topics);
                ScheduleWithLock();
            }
        }
    }

    private void ScheduleWithLock()
    {
        if (!_scheduled)
        {
            _scheduled = true;
            runtime.Deadlines.Schedule(runtime.Options.StoreInterval, static writer => ((StoreWriter)writer).Start(), this);
        }
    }

    private void Start()
    {
        lock (_sync)
        {
            _scheduled = false;
        }

        _ = Task.Run(() => SaveAsync());
    }
}
