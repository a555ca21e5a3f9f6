using System.Collections.Concurrent;
using Bridge.Mqtt.Packets;

namespace Bridge.Mqtt.Broker;

/// <summary>
/// Every session by its client id, and the rules of their life: made, taken over, resumed, left, expired. Coming and going of one
/// client id is serialised by a stripe; other clients are not held up.
/// </summary>
internal sealed class SessionRegistry
{
    private const int Stripes = 64;

    private readonly BrokerRuntime _runtime;
    private readonly ConcurrentDictionary<string, MqttSession> _sessions = new(StringComparer.Ordinal);
    private readonly Lock[] _stripes = [.. Enumerable.Range(0, Stripes).Select(_ => new Lock())];
    private int _offline;

    public SessionRegistry(BrokerRuntime runtime) => _runtime = runtime;

    public IEnumerable<MqttSession> All => _sessions.Values;

    public int Count => _sessions.Count;

    public int Offline => Volatile.Read(ref _offline);

    /// <summary>Gives a connection its session, taking it from an older connection of the same client id [MQTT-3.1.4-3].</summary>
    public void Attach(MqttConnection connection, AcceptedConnect accepted)
    {
        var turn = Turn.Begin();
        try
        {
            WillMessage? due = null;
            MqttSession? before;
            lock (StripeOf(accepted.ClientId))
            {
                before = Find(accepted.ClientId);
                if (before?.Connection is { } older)
                {
                    older.Close(MqttReasonCode.SessionTakenOver, "Another connection uses this client identifier.");
                    due = DetachWithStripe(before, older, MqttReasonCode.SessionTakenOver, graceful: false);
                }

                var session = Find(accepted.ClientId);
                if (accepted.Packet.CleanStart)
                {
                    due = session is null ? due : EndWithStripe(session, turn) ?? due;
                    session = null;
                }
                else if (due is { DelayInterval: > 0 })
                {
                    // Back before the delay was over, if not to the same session (3.1.3.2.2).
                    due = null;
                }

                AttachWithStripe(connection, accepted, session, turn);
            }

            PublishWill(before, due);
        }
        finally
        {
            turn.End();
        }
    }

    /// <summary>The connection has ended. Does nothing if its session was taken over meanwhile.</summary>
    public void Detach(MqttConnection connection, MqttReasonCode reason, bool graceful)
    {
        var session = connection.Session!;
        var turn = Turn.Begin();
        try
        {
            WillMessage? due = null;
            lock (StripeOf(session.ClientId))
            {
                if (ReferenceEquals(session.Connection, connection))
                {
                    due = DetachWithStripe(session, connection, reason, graceful);
                }
            }

            PublishWill(session, due);
        }
        finally
        {
            turn.End();
        }
    }

    /// <summary>Ends a session that has no connection.</summary>
    public void End(MqttSession session)
    {
        var turn = Turn.Begin();
        try
        {
            WillMessage? due = null;
            lock (StripeOf(session.ClientId))
            {
                if (session is { IsConnected: false, IsEnded: false })
                {
                    due = EndWithStripe(session, turn);
                }
            }

            PublishWill(session, due);
        }
        finally
        {
            turn.End();
        }
    }

    /// <summary>Puts stored sessions back, before any connection. What fell due meanwhile happens now that all are there: wills, and ends.</summary>
    public void Restore(IReadOnlyList<MqttSession> sessions)
    {
        foreach (var session in sessions)
        {
            _sessions[session.ClientId] = session;
            Interlocked.Increment(ref _offline);
        }

        foreach (var session in sessions)
        {
            var away = _runtime.Time.GetUtcNow() - session.DisconnectedAt!.Value;
            if (session.Will is { } will)
            {
                Delay(session, will, TimeSpan.FromSeconds(will.DelayInterval) - away);
            }

            if (session.Expiry <= away)
            {
                End(session);
            }
            else
            {
                ScheduleExpiry(session, session.Expiry - away);
            }
        }
    }

    private MqttSession? Find(string clientId) => _sessions.GetValueOrDefault(clientId);

    private Lock StripeOf(string clientId) => _stripes[(uint)clientId.GetHashCode(StringComparison.Ordinal) % Stripes];

    private void AttachWithStripe(MqttConnection connection, AcceptedConnect accepted, MqttSession? session, Turn turn)
    {
        var present = session is not null;
        var client = accepted.ToClient(connection.Transport, _runtime.Time.GetUtcNow(), present);
        if (session is null)
        {
            session = new MqttSession(_runtime, accepted.ClientId, client, accepted.Limits);
        }
        else
        {
            Claim(session, client);
        }

        lock (session.Sync)
        {
            session.Limits = accepted.Limits;
            session.Expiry = accepted.SessionExpiry;
            session.Will = accepted.Packet.Will;
            session.DisconnectedAt = null;
            _sessions[session.ClientId] = session;
            connection.BindWithLock(session, client, accepted, turn);
            session.Connection = connection;
            session.Outbox.PumpWithLock(turn);
            session.MarkChanged();
            if (session.Expiry == TimeSpan.Zero)
            {
                // It lasted once, and ends with this connection: whatever is stored of it is out of date from now on.
                _runtime.Store.ForgetWithLock(session);
            }
        }

        _runtime.Notify(client, static (observer, client) => observer.Connected(client));
    }

    /// <summary>A client is back: from now on its rights count, also for what waits for it.</summary>
    private void Claim(MqttSession session, MqttClientInfo client)
    {
        Interlocked.Decrement(ref _offline);
        session.ExpiryDeadline?.Cancel();

        // [MQTT-3.1.3-9]: back before the delay was over, so the will isn't sent.
        session.WillDeadline?.Cancel();
        lock (session.Sync)
        {
            session.Client = client;
            session.IsUnclaimed = false;
        }

        _runtime.Subscriptions.Invalidate();
        new WaitingRights(_runtime, session).Apply();
    }

    /// <summary>Returns the will if it is to be sent now.</summary>
    private WillMessage? DetachWithStripe(MqttSession session, MqttConnection connection, MqttReasonCode reason, bool graceful)
    {
        var turn = Turn.Begin();
        try
        {
            List<OutboxEntry> orphans = [];
            WillMessage? will;
            lock (session.Sync)
            {
                session.Connection = null;
                session.Outbox.DetachWithLock(turn);
                TakeOrphansWithLock(session, orphans, mustFindAnother: true);
                will = graceful ? null : session.Will;
                session.Will = null;
                session.DisconnectedAt = _runtime.Time.GetUtcNow();
                session.MarkChanged();
            }

            Redispatch(session, orphans, turn);
            Interlocked.Increment(ref _offline);
            _runtime.Notify((Client: connection.Client!, reason, graceful), static (observer, end) => observer.Disconnected(end.Client, end.reason, end.graceful));
            if (session.Expiry == TimeSpan.Zero || Offline > _runtime.Options.Limits.OfflineSessions)
            {
                return EndWithStripe(session, turn) ?? will;
            }

            ScheduleExpiry(session, session.Expiry);
            if (will is { DelayInterval: > 0 })
            {
                Delay(session, will, TimeSpan.FromSeconds(will.DelayInterval));
                return null;
            }

            return will;
        }
        finally
        {
            turn.End();
        }
    }

    /// <summary>Returns a will that was still delayed: the end of the session is its latest moment (3.1.3.2.2).</summary>
    private WillMessage? EndWithStripe(MqttSession session, Turn turn)
    {
        List<OutboxEntry> orphans = [];
        List<Subscription> subscriptions;
        lock (session.Sync)
        {
            session.EndWithLock();
            _runtime.Store.ForgetWithLock(session);
            TakeOrphansWithLock(session, orphans, mustFindAnother: false);
            session.Outbox.ClearWithLock();
            subscriptions = [.. session.Subscriptions.All];
            session.Subscriptions.Clear();
        }

        subscriptions.ForEach(_runtime.Subscriptions.Remove);
        _sessions.TryRemove(KeyValuePair.Create(session.ClientId, session));
        Interlocked.Decrement(ref _offline);
        session.ExpiryDeadline?.Cancel();
        var will = session.WillDeadline?.Cancel() == true ? session.Will : null;
        Redispatch(session, orphans, turn);
        _runtime.Notify(session.Client, static (observer, client) => observer.SessionEnded(client));
        return will;
    }

    /// <summary>
    /// Messages that came through shares and that another member may still get (4.8.2): all that wait, and QoS 1 in flight. QoS 2 in flight
    /// stays [MQTT-4.8.2-4].
    /// </summary>
    private void TakeOrphansWithLock(MqttSession session, List<OutboxEntry> orphans, bool mustFindAnother)
    {
        if (session.Subscriptions.All.Any(subscription => subscription.Filter.IsShared))
        {
            session.Outbox.TakeWithLock(
                orphans,
                entry => entry is { Share: not null } and not { QoS: MqttQoS.ExactlyOnce, State: DeliveryState.Published } && (!mustFindAnother || HasOther(entry, session)));
        }
    }

    private bool HasOther(OutboxEntry entry, MqttSession session) =>
        _runtime.Subscriptions.FindShare(entry.Message!.Topic, entry.Share!)?.Pick(except: session) is { Session.IsConnected: true };

    private void Redispatch(MqttSession dead, List<OutboxEntry> orphans, Turn turn) =>
        orphans.ForEach(entry => _runtime.Router.Redispatch(entry, dead, turn));

    private void ScheduleExpiry(MqttSession session, TimeSpan after)
    {
        // Seconds of 0xFFFFFFFF never end (3.1.2.11.2).
        if (after.TotalSeconds < uint.MaxValue)
        {
            session.ExpiryDeadline = _runtime.Deadlines.Schedule(after, ended => End((MqttSession)ended), session);
        }
    }

    private void Delay(MqttSession session, WillMessage will, TimeSpan delay)
    {
        lock (session.Sync)
        {
            session.Will = will;
            session.MarkChanged();
        }

        session.WillDeadline = _runtime.Deadlines.Schedule(
            delay > TimeSpan.Zero ? delay : TimeSpan.Zero, absent => EndDelay((MqttSession)absent, will), session);
    }

    private void EndDelay(MqttSession session, WillMessage will)
    {
        PublishWill(session, will);
        lock (session.Sync)
        {
            // Its client may be back with another one.
            if (ReferenceEquals(session.Will, will))
            {
                session.Will = null;
                session.MarkChanged();
            }
        }
    }

    /// <summary>Called without a stripe held: this runs handlers.</summary>
    private void PublishWill(MqttSession? session, WillMessage? will)
    {
        if (session is not null && will is not null)
        {
            _runtime.Wills.Publish(session, will);
        }
    }
}
