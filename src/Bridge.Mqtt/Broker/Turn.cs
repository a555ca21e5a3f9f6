namespace Bridge.Mqtt.Broker;

/// <summary>
/// One stretch of work on one thread, from bytes read to bytes flushed: all that is written meanwhile is flushed once per
/// connection when the turn ends. A turn never crosses an await. Turns nest; the outermost flushes.
/// </summary>
internal sealed class Turn
{
    [ThreadStatic]
    private static Turn? t_current;

    private readonly List<ConnectionWriter> _dirty = [];
    private readonly List<PendingAck> _released = [];
    private int _depth;

    /// <summary>Sessions above half of their queue that took a message in this turn; whoever published drains it.</summary>
    public List<SessionOutbox> Congested { get; } = [];

    /// <summary>A session whose client is away, and which outlives this process, took a message: it is acknowledged when that is stored.</summary>
    public bool MustBeStored { get; set; }

    /// <summary>A writer that has enough to be flushed before the turn ends.</summary>
    public ConnectionWriter? Full { get; set; }

    public static Turn Begin()
    {
        var turn = t_current ??= new Turn();
        turn._depth++;
        return turn;
    }

    public void Add(ConnectionWriter writer) => _dirty.Add(writer);

    /// <summary>An acknowledgement has one thing less to wait for. Done at the end, when no lock is held.</summary>
    public void Release(PendingAck ack) => _released.Add(ack);

    /// <summary>Flushes what is full; called between deliveries, when no lock is held.</summary>
    public void FlushFull()
    {
        if (Full is { } writer)
        {
            Full = null;
            writer.Flush(this);
        }
    }

    public void End()
    {
        try
        {
            if (_depth == 1)
            {
                Finish();
            }
        }
        finally
        {
            _depth--;
        }
    }

    private void Finish()
    {
        // Each step may add to either list: an acknowledgement is written, a flush makes room for queued messages.
        while (_released.Count > 0 || _dirty.Count > 0)
        {
            if (_released.Count > 0)
            {
                var ack = _released[^1];
                _released.RemoveAt(_released.Count - 1);
                ack.Settle(this);
                continue;
            }

            var writer = _dirty[^1];
            _dirty.RemoveAt(_dirty.Count - 1);
            writer.Flush(this);
        }

        Full = null;
        MustBeStored = false;
        Congested.Clear();
    }
}
