using Bridge.Mqtt.Packets;

namespace Bridge.Mqtt.Broker;

/// <summary>
/// Everything that is on its way to one client, in three lines:
/// <code>
/// QoS 1/2:  waiting (bounded: queue limits) → in flight (bounded: the client's receive maximum) → acknowledged
/// QoS 0:    written at once; while the pipe is busy → fleeting (bounded in bytes, the oldest are dropped and counted)
/// </code>
/// All state is guarded by the session's lock. Nothing here waits: when the pipe has room again, <see cref="PumpWithLock"/> goes on.
/// </summary>
internal sealed class SessionOutbox(MqttSession session, BrokerRuntime runtime)
{
    // What an entry costs beside its message's bytes, so that empty messages are not free.
    private const int EntryWeight = 128;

    private readonly RingQueue<OutboxEntry> _waiting = new();
    private readonly RingQueue<OutboxEntry> _fleeting = new();
    private readonly InflightWindow _inflight = new();
    private List<PendingAck>? _congested;
    private PublishWriter? _sink;
    private long _waitingBytes;
    private long _fleetingBytes;
    private int _window;
    private int _outstanding;
    private int _resent;
    private bool _graceRuns;

    /// <summary>Can take a message now. A glance without the lock, for choosing among the members of a share.</summary>
    public bool IsReady => _sink is { Writer: var writer } && !writer.HasPendingFlush && _waiting.Count == 0;

    public int QueuedWithLock => _waiting.Count + _inflight.Live;

    public RingQueue<OutboxEntry> WaitingWithLock => _waiting;

    public InflightWindow InflightWithLock => _inflight;

    private bool IsCongestedWithLock =>
        _waiting.Count * 2L > session.Limits.QueueMessages || _waitingBytes * 2 > session.Limits.QueueBytes;

    /// <summary>Hands one message to this session. Called without the lock.</summary>
    public void Deliver(scoped ref OutgoingPublish message, RouteTarget target, SharedGroup? share, HeadCache? heads, Turn turn)
    {
        var entry = new OutboxEntry
        {
            SubscriptionIdentifiers = target.SubscriptionIdentifiers,
            Share = share,
            QoS = message.QoS < target.QoS ? message.QoS : target.QoS,
            Retain = message.Retain && target.RetainAsPublished,
        };
        Deliver(ref message, ref entry, heads, turn);
    }

    public void Deliver(scoped ref OutgoingPublish message, scoped ref OutboxEntry entry, HeadCache? heads, Turn turn)
    {
        lock (session.Sync)
        {
            if (session.IsEnded)
            {
                return;
            }

            if (entry.QoS == MqttQoS.AtMostOnce)
            {
                DeliverOnceWithLock(ref message, ref entry, heads, turn);
            }
            else
            {
                DeliverSurelyWithLock(ref message, ref entry, heads, turn);
            }
        }

        turn.FlushFull();
    }

    /// <summary>The sender of a message waits until this outbox is below half of its limits again.</summary>
    public void Await(PendingAck ack)
    {
        lock (session.Sync)
        {
            if (_sink is not null && IsCongestedWithLock)
            {
                ack.AddWait();
                (_congested ??= []).Add(ack);
            }
        }
    }

    /// <summary>Binds to a new connection: what was in flight is sent again, in order [MQTT-4.4.0-1].</summary>
    public void AttachWithLock(PublishWriter sink, int window)
    {
        _sink = sink;
        _window = window;
        _outstanding = 0;
        _resent = 0;
        sink.Writer.Outbox = this;
    }

    /// <summary>The connection is gone: QoS 0 goes with it, and nobody waits for it any more.</summary>
    public void DetachWithLock(Turn turn)
    {
        if (_sink is not null)
        {
            _sink.Writer.Outbox = null;
            _sink = null;
        }

        runtime.Metrics.Dropped(DropReason.SlowClient, ReleaseAll(_fleeting));
        _fleetingBytes = 0;
        ReleaseCongestedWithLock(turn);
    }

    /// <summary>The session ended: everything is given up.</summary>
    public void ClearWithLock()
    {
        ReleaseAll(_waiting);
        _waitingBytes = 0;
        while (_inflight.Span > 0)
        {
            _inflight.End(0);
        }
    }

    /// <summary>
    /// Takes out what came through shares and may go to another member: all that waits, and QoS 1 in flight (4.8.2). QoS 2 in
    /// flight stays [MQTT-4.8.2-4]. The caller owns the references.
    /// </summary>
    public void TakeSharedWithLock(List<OutboxEntry> taken, Func<OutboxEntry, bool> which)
    {
        for (var i = _inflight.Span - 1; i >= 0; i--)
        {
            ref var entry = ref _inflight[i];
            if (entry is { Share: not null, QoS: MqttQoS.AtLeastOnce, State: DeliveryState.Published } && which(entry))
            {
                entry.Message!.AddReference();
                taken.Insert(0, entry);
                _inflight.End(i);
            }
        }

        for (var left = _waiting.Count; left > 0; left--)
        {
            var entry = _waiting.Dequeue();
            if (entry.Share is null || !which(entry))
            {
                _waiting.Enqueue(in entry);
                continue;
            }

            _waitingBytes -= Weight(entry.Message!);
            taken.Add(entry);
        }
    }

    /// <summary>PUBACK, PUBREC or PUBCOMP. False if nothing waits for it.</summary>
    public bool AcknowledgeWithLock(MqttPacketType type, ushort packetId, bool failed, Turn turn)
    {
        var index = _inflight.IndexOf(packetId);
        if (index < 0)
        {
            return false;
        }

        ref var entry = ref _inflight[index];
        var expected = (type, entry.State, entry.QoS) switch
        {
            (MqttPacketType.PubAck, DeliveryState.Published, MqttQoS.AtLeastOnce) => true,
            (MqttPacketType.PubRec, DeliveryState.Published or DeliveryState.Released, MqttQoS.ExactlyOnce) => true,
            (MqttPacketType.PubComp, DeliveryState.Released, MqttQoS.ExactlyOnce) => true,
            _ => false,
        };
        if (!expected)
        {
            return false;
        }

        if (type == MqttPacketType.PubRec && !failed)
        {
            entry.Message?.Release();
            entry.Message = null;
            entry.Share = null;
            entry.State = DeliveryState.Released;
            session.MarkChanged();
            return true;
        }

        _resent = Math.Max(_resent - _inflight.End(index), 0);
        _outstanding = Math.Max(_outstanding - 1, 0);
        session.MarkChanged();
        PumpWithLock(turn);
        return true;
    }

    public bool IsInFlightWithLock(ushort packetId) => _inflight.IndexOf(packetId) >= 0;

    /// <summary>Fills the pipe as far as it and the client's window allow: first what must not be lost, then QoS 0.</summary>
    public void PumpWithLock(Turn turn)
    {
        while (_sink is { } sink && sink.Writer is { CanWriteWithLock: true, IsFullWithLock: false })
        {
            if (!ResendWithLock(sink, turn) && !SendWaitingWithLock(sink, turn) && !SendFleetingWithLock(sink, turn))
            {
                break;
            }
        }

        if (_congested is { Count: > 0 } && !IsCongestedWithLock)
        {
            ReleaseCongestedWithLock(turn);
        }
    }

    public void EnqueueStored(in OutboxEntry entry)
    {
        if (entry.PacketId != 0)
        {
            _inflight.Restore(in entry);
            return;
        }

        _waiting.Enqueue(in entry);
        _waitingBytes += Weight(entry.Message!);
    }

    private static int Weight(Publication message) => message.Weight + EntryWeight;

    private void DeliverOnceWithLock(scoped ref OutgoingPublish message, scoped ref OutboxEntry entry, HeadCache? heads, Turn turn)
    {
        if (_sink is not { } sink)
        {
            return;
        }

        if (sink.Writer.CanWriteWithLock && _fleeting.Count == 0)
        {
            CountWithLock(sink.WriteWithLock(in message, in entry, dup: false, heads, turn));
            return;
        }

        entry.Message = message.Keep();
        _fleeting.Enqueue(in entry);
        _fleetingBytes += Weight(entry.Message);
        while (_fleetingBytes > session.Limits.QueueBytes)
        {
            var oldest = _fleeting.Dequeue().Message!;
            _fleetingBytes -= Weight(oldest);
            oldest.Release();
            runtime.Metrics.Dropped(DropReason.SlowClient, 1);
        }
    }

    private void DeliverSurelyWithLock(scoped ref OutgoingPublish message, scoped ref OutboxEntry entry, HeadCache? heads, Turn turn)
    {
        if (_sink is { } sink && sink.Writer.CanWriteWithLock && _waiting.Count == 0 && _resent == _inflight.Span && HasWindowWithLock())
        {
            entry.Message = message.Keep();
            SendNewWithLock(sink, in message, ref entry, heads, turn);
            return;
        }

        entry.Message = message.Keep();
        _waiting.Enqueue(in entry);
        _waitingBytes += Weight(entry.Message);
        session.MarkChanged();
        if (IsCongestedWithLock)
        {
            BoundWithLock(turn);
        }
    }

    private void BoundWithLock(Turn turn)
    {
        var limits = session.Limits;
        if (_waiting.Count > limits.QueueMessages || _waitingBytes > limits.QueueBytes)
        {
            // A client that is cut here has its queue kept as any other that is away.
            session.CutWithLock(MqttReasonCode.QuotaExceeded, "Messages are not acknowledged fast enough.");
            while (_waiting.Count > limits.QueueMessages || _waitingBytes > limits.QueueBytes)
            {
                DropOldestWaitingWithLock(DropReason.OfflineQueueFull);
            }

            return;
        }

        if (_sink is null)
        {
            return;
        }

        turn.Congested.Add(this);
        if (!_graceRuns)
        {
            _graceRuns = true;
            runtime.Deadlines.Schedule(runtime.Options.Limits.SlowClientGrace, static outbox => ((SessionOutbox)outbox).EndGrace(), this);
        }
    }

    private void EndGrace()
    {
        lock (session.Sync)
        {
            _graceRuns = false;
            if (_sink is not null && IsCongestedWithLock)
            {
                session.CutWithLock(MqttReasonCode.QuotaExceeded, "Messages are not acknowledged fast enough.");
            }
        }
    }

    private void ReleaseCongestedWithLock(Turn turn)
    {
        foreach (var ack in _congested ?? [])
        {
            turn.Release(ack);
        }

        _congested = null;
    }

    private bool HasWindowWithLock() => _outstanding < _window && _inflight.HasRoom;

    private bool ResendWithLock(PublishWriter sink, Turn turn)
    {
        while (_resent < _inflight.Span && _inflight[_resent].State == DeliveryState.Done)
        {
            _resent++;
        }

        if (_resent == _inflight.Span || _outstanding >= _window)
        {
            return false;
        }

        ref var entry = ref _inflight[_resent];
        _outstanding++;
        _resent++;
        if (entry.State == DeliveryState.Released)
        {
            sink.Writer.WriteWithLock([0x62, 2, (byte)(entry.PacketId >> 8), (byte)entry.PacketId], turn);
            return true;
        }

        var message = entry.Message!.ToOutgoing();
        if (sink.WriteWithLock(in message, in entry, dup: true, heads: null, turn) is { } reason)
        {
            // Too large for this connection's client: as good as acknowledged [MQTT-3.1.2-25].
            runtime.Metrics.Dropped(reason, 1);
            _outstanding--;
            _resent = Math.Max(_resent - _inflight.End(_resent - 1), 0);
        }

        return true;
    }

    private bool SendWaitingWithLock(PublishWriter sink, Turn turn)
    {
        if (_waiting.Count == 0 || _resent < _inflight.Span || !HasWindowWithLock())
        {
            return false;
        }

        var entry = _waiting.Dequeue();
        _waitingBytes -= Weight(entry.Message!);
        var message = entry.Message!.ToOutgoing();
        SendNewWithLock(sink, in message, ref entry, heads: null, turn);
        return true;
    }

    private void SendNewWithLock(PublishWriter sink, scoped in OutgoingPublish message, scoped ref OutboxEntry entry, HeadCache? heads, Turn turn)
    {
        ref var added = ref _inflight.Add(in entry);
        _resent = _inflight.Span;
        var dropped = sink.WriteWithLock(in message, in added, dup: false, heads, turn);
        CountWithLock(dropped);
        if (dropped is null)
        {
            _outstanding++;
            session.MarkChanged();
            return;
        }

        _resent = Math.Max(_resent - _inflight.End(_inflight.Span - 1), 0);
    }

    private bool SendFleetingWithLock(PublishWriter sink, Turn turn)
    {
        if (_fleeting.Count == 0)
        {
            return false;
        }

        var entry = _fleeting.Dequeue();
        _fleetingBytes -= Weight(entry.Message!);
        var message = entry.Message!.ToOutgoing();
        CountWithLock(sink.WriteWithLock(in message, in entry, dup: false, heads: null, turn));
        entry.Message.Release();
        return true;
    }

    private void CountWithLock(DropReason? dropped)
    {
        if (dropped is { } reason)
        {
            runtime.Metrics.Dropped(reason, 1);
        }
    }

    private void DropOldestWaitingWithLock(DropReason reason)
    {
        var oldest = _waiting.Dequeue().Message!;
        _waitingBytes -= Weight(oldest);
        oldest.Release();
        runtime.Metrics.Dropped(reason, 1);
    }

    private static int ReleaseAll(RingQueue<OutboxEntry> queue)
    {
        var count = queue.Count;
        while (queue.Count > 0)
        {
            queue.Dequeue().Message?.Release();
        }

        queue.Trim();
        return count;
    }
}
