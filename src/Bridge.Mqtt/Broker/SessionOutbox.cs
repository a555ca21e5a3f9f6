using Bridge.Mqtt.Packets;

namespace Bridge.Mqtt.Broker;

/// <summary>
/// Everything that is on its way to one client:
/// <code>
/// QoS 1/2:  waiting (bounded: queue limits) → in flight (bounded: the client's receive maximum) → acknowledged
///           retained, for a new subscription (bounded: as many as the broker retains) → in flight
/// QoS 0:    written at once; while the pipe is busy → fleeting (bounded in bytes, the oldest are dropped and counted)
/// </code>
/// All state is guarded by the session's lock. Nothing here waits: when the pipe has room again, <see cref="PumpWithLock"/> goes on.
/// </summary>
internal sealed class SessionOutbox(MqttSession session, BrokerRuntime runtime)
{
    private readonly Congestion _congestion = new(session, runtime);
    private readonly EntryQueue _waiting = new();
    private readonly EntryQueue _retained = new();
    private readonly EntryQueue _fleeting = new();
    private readonly InflightWindow _inflight = new();
    private PublishWriter? _sink;

    // How many may be unacknowledged, how many are, and the first entry in flight that this connection has not seen.
    private int _window;
    private int _outstanding;
    private int _resent;

    /// <summary>Can take a message now. A glance without the lock, for choosing among the members of a share.</summary>
    public bool IsReady => _sink is { Writer: var writer } && !writer.HasPendingFlush && !HasBacklog;

    /// <summary>For a metric, hence also read without the lock.</summary>
    public int Queued => _retained.Count + _waiting.Count + _inflight.Live;

    public EntryQueue WaitingWithLock => _waiting;

    public InflightWindow InflightWithLock => _inflight;

    public bool IsCongestedWithLock =>
        _waiting.Count * 2L > session.Limits.QueueMessages || _waiting.Bytes * 2 > session.Limits.QueueBytes;

    private bool HasBacklog => _retained.Count + _waiting.Count > 0;

    private bool HasWindowWithLock => _outstanding < _window && _inflight.HasRoom;

    /// <summary>Hands one message to this session, as a subscription wants it. Called without the lock. False if the session has ended meanwhile.</summary>
    public bool Deliver(scoped ref OutgoingPublish message, RouteTarget target, SharedGroup? share, HeadCache? heads, Turn turn)
    {
        var entry = new OutboxEntry
        {
            SubscriptionIdentifiers = target.SubscriptionIdentifiers,
            Share = share,
            QoS = message.QoS < target.QoS ? message.QoS : target.QoS,
            Retain = message.Retain && target.RetainAsPublished,
        };
        lock (session.Sync)
        {
            if (session.IsEnded)
            {
                return false;
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
        return true;
    }

    /// <summary>
    /// Hands a retained message to a new subscription. Those of QoS 1 and 2 don't count as the client's queue: one filter may match more than that
    /// holds, and what waits here is kept by the broker anyway. They come before what is published meanwhile, and are not stored with the session. One
    /// that was replaced since it was found isn't sent: the newer one comes by itself, and may have come already.
    /// </summary>
    public void DeliverRetained(Publication retained, scoped ref OutboxEntry entry, Turn turn)
    {
        var message = retained.ToOutgoing();
        lock (session.Sync)
        {
            if (session.IsEnded || !runtime.Retained.IsCurrent(retained))
            {
                return;
            }

            if (entry.QoS == MqttQoS.AtMostOnce)
            {
                DeliverOnceWithLock(ref message, ref entry, heads: null, turn);
            }
            else if (!TrySendWithLock(ref message, ref entry, heads: null, turn))
            {
                _retained.Enqueue(in entry);
                if (_retained.Count > runtime.Options.Limits.RetainedMessages)
                {
                    session.CutWithLock(MqttReasonCode.QuotaExceeded, "More retained messages at once than there are.");
                    runtime.Metrics.Dropped(DropReason.OfflineQueueFull, _retained.Bound(runtime.Options.Limits.RetainedMessages, int.MaxValue));
                }
            }
        }

        turn.FlushFull();
    }

    /// <summary>The sender of a message waits until this outbox is below half of its limits again.</summary>
    public void HoldBack(PendingAck ack)
    {
        lock (session.Sync)
        {
            if (_sink is not null && IsCongestedWithLock)
            {
                _congestion.HoldBackWithLock(ack);
            }
        }
    }

    /// <summary>
    /// Binds to a new connection: what was in flight is sent again, in order [MQTT-4.4.0-1]. PUBREL at once, since receive maximum doesn't hold it back
    /// [MQTT-3.3.4-10]; PUBLISH as far as that allows.
    /// </summary>
    public void AttachWithLock(PublishWriter sink, int window, Turn turn)
    {
        _sink = sink;
        _window = window;
        _outstanding = 0;
        _resent = 0;
        sink.Writer.Outbox = this;
        for (var i = 0; i < _inflight.Span; i++)
        {
            ref var entry = ref _inflight[i];
            entry.IsCounted = false;
            if (entry.State == DeliveryState.Released)
            {
                // PUBREL (3.6).
                sink.Writer.WriteWithLock([0x62, 2, (byte)(entry.PacketId >> 8), (byte)entry.PacketId], turn);
            }
        }
    }

    /// <summary>The connection is gone: QoS 0 goes with it, and nobody waits for it any more.</summary>
    public void DetachWithLock(Turn turn)
    {
        if (_sink is not null)
        {
            _sink.Writer.Outbox = null;
            _sink = null;
        }

        runtime.Metrics.Dropped(DropReason.SlowClient, _fleeting.Clear());
        _congestion.EndWithLock(turn);
    }

    /// <summary>The session ended: everything is given up.</summary>
    public void ClearWithLock()
    {
        _waiting.Clear();
        _retained.Clear();
        while (_inflight.Span > 0)
        {
            _inflight.End(0);
        }
    }

    /// <summary>Topics of all that is kept for the client, some several times.</summary>
    public IEnumerable<TopicRoute> TopicsWithLock() => _inflight.Topics.Concat(_retained.Topics).Concat(_waiting.Topics);

    /// <summary>Takes out messages in flight or waiting, in their order; called without a connection. The caller owns the references.</summary>
    public void TakeWithLock(List<OutboxEntry> taken, Func<OutboxEntry, bool> which)
    {
        _inflight.Take(taken, which);
        _retained.Take(taken, which);
        _waiting.Take(taken, which);
    }

    public bool IsInFlightWithLock(ushort packetId) => _inflight.IndexOf(packetId) >= 0;

    /// <summary>PUBACK, PUBREC or PUBCOMP. False if nothing waits for it.</summary>
    public bool AcknowledgeWithLock(MqttPacketType type, ushort packetId, bool failed, Turn turn)
    {
        var index = _inflight.IndexOf(packetId);
        if (index < 0 || !_inflight[index].Expects(type))
        {
            return false;
        }

        session.MarkChanged();
        if (type == MqttPacketType.PubRec && !failed)
        {
            _inflight.Release(index);
            return true;
        }

        EndWithLock(index);
        PumpWithLock(turn);
        return true;
    }

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

        if (!IsCongestedWithLock)
        {
            _congestion.LeaveWithLock(turn);
        }
    }

    /// <summary>Puts back a message of a stored session.</summary>
    public void Restore(in OutboxEntry entry)
    {
        if (entry.PacketId != 0)
        {
            _inflight.Restore(in entry);
        }
        else
        {
            _waiting.Enqueue(in entry);
        }
    }

    private void DeliverOnceWithLock(scoped ref OutgoingPublish message, scoped ref OutboxEntry entry, HeadCache? heads, Turn turn)
    {
        if (_sink is not { } sink)
        {
            return;
        }

        if (sink.Writer.CanWriteWithLock && _fleeting.Count == 0)
        {
            CountDrop(sink.WriteWithLock(in message, in entry, dup: false, heads, turn));
            return;
        }

        // Room first: the copy then goes where the oldest was, which this processor has just touched.
        var dropped = _fleeting.MakeRoom(message.Weight, session.Limits.QueueBytes);
        entry.Message = message.Keep();
        _fleeting.Enqueue(in entry);
        runtime.Metrics.Dropped(DropReason.SlowClient, dropped + _fleeting.Bound(int.MaxValue, session.Limits.QueueBytes));
    }

    private void DeliverSurelyWithLock(scoped ref OutgoingPublish message, scoped ref OutboxEntry entry, HeadCache? heads, Turn turn)
    {
        if (TrySendWithLock(ref message, ref entry, heads, turn))
        {
            return;
        }

        _waiting.Enqueue(in entry);
        session.MarkChanged();
        turn.MustBeStored |= _sink is null && session.IsStored;
        if (IsCongestedWithLock)
        {
            BoundWithLock(turn);
        }
    }

    /// <summary>At once, if nothing is before it. The entry holds the message from now on.</summary>
    private bool TrySendWithLock(scoped ref OutgoingPublish message, scoped ref OutboxEntry entry, HeadCache? heads, Turn turn)
    {
        entry.Message = message.Keep();
        if (_sink is not { } sink || !sink.Writer.CanWriteWithLock || HasBacklog || _resent != _inflight.Span || !HasWindowWithLock)
        {
            return false;
        }

        SendNewWithLock(sink, in message, in entry, heads, turn);
        return true;
    }

    private void BoundWithLock(Turn turn)
    {
        var limits = session.Limits;
        if (_waiting.Count > limits.QueueMessages || _waiting.Bytes > limits.QueueBytes)
        {
            // A client that is cut here has its queue kept as any other that is away.
            session.CutWithLock(MqttReasonCode.QuotaExceeded, "Messages are not acknowledged fast enough.");
            runtime.Metrics.Dropped(DropReason.OfflineQueueFull, _waiting.Bound(limits.QueueMessages, limits.QueueBytes));
        }
        else if (_sink is not null)
        {
            turn.Congested.Add(this);
            _congestion.EnterWithLock();
        }
    }

    private bool ResendWithLock(PublishWriter sink, Turn turn)
    {
        while (_resent < _inflight.Span && _inflight[_resent].State != DeliveryState.Published)
        {
            _resent++;
        }

        if (_resent == _inflight.Span || _outstanding >= _window)
        {
            return false;
        }

        ref var entry = ref _inflight[_resent++];
        var message = entry.Message!.ToOutgoing();
        if (CountDrop(sink.WriteWithLock(in message, in entry, dup: true, heads: null, turn)))
        {
            // Too large for this connection's client: as good as acknowledged [MQTT-3.1.2-25].
            EndWithLock(_resent - 1);
        }
        else
        {
            CountWithLock(ref entry);
        }

        return true;
    }

    private bool SendWaitingWithLock(PublishWriter sink, Turn turn)
    {
        if (!HasBacklog || _resent < _inflight.Span || !HasWindowWithLock)
        {
            return false;
        }

        var entry = (_retained.Count > 0 ? _retained : _waiting).Dequeue();
        var message = entry.Message!.ToOutgoing();
        SendNewWithLock(sink, in message, in entry, heads: null, turn);
        return true;
    }

    private bool SendFleetingWithLock(PublishWriter sink, Turn turn)
    {
        if (_fleeting.Count == 0)
        {
            return false;
        }

        var entry = _fleeting.Dequeue();
        var message = entry.Message!.ToOutgoing();
        CountDrop(sink.WriteWithLock(in message, in entry, dup: false, heads: null, turn));
        entry.Message.Release();
        return true;
    }

    private void SendNewWithLock(PublishWriter sink, scoped in OutgoingPublish message, scoped in OutboxEntry entry, HeadCache? heads, Turn turn)
    {
        ref var added = ref _inflight.Add(in entry);
        _resent = _inflight.Span;
        session.MarkChanged();
        if (CountDrop(sink.WriteWithLock(in message, in added, dup: false, heads, turn)))
        {
            EndWithLock(_inflight.Span - 1);
        }
        else
        {
            CountWithLock(ref added);
        }
    }

    private void CountWithLock(ref OutboxEntry entry)
    {
        entry.IsCounted = true;
        _outstanding++;
    }

    private void EndWithLock(int index)
    {
        _outstanding -= _inflight[index].IsCounted ? 1 : 0;
        _resent = Math.Max(_resent - _inflight.End(index), 0);
    }

    private bool CountDrop(DropReason? reason)
    {
        if (reason is { } dropped)
        {
            runtime.Metrics.Dropped(dropped, 1);
        }

        return reason is not null;
    }
}
