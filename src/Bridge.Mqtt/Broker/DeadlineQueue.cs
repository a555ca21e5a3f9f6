namespace Bridge.Mqtt.Broker;

/// <summary>
/// Every deadline of a broker on one timer: keep-alive, CONNECT, session expiry, delayed wills, slow peers.
/// Costs an idle connection one heap entry per keep-alive period, and the broker no walk over its connections. Cancelled entries stay until their
/// time, or until they are more than the others: a client that comes and goes leaves no more of them than there are sessions.
/// </summary>
internal sealed class DeadlineQueue : IDisposable
{
    // So few are not worth a walk.
    private const int CancelledUnnoticed = 1024;

    private readonly Lock _sync = new();
    private readonly PriorityQueue<Deadline, long> _due = new();
    private readonly TimeProvider _time;
    private readonly ITimer _timer;
    private readonly Action<Exception> _failed;
    private long _armedFor = long.MaxValue;
    private int _cancelled;
    private bool _disposed;

    /// <param name="time">The clock.</param>
    /// <param name="failed">Told of an action that threw: it must not take the timer's thread, and the process, with it.</param>
    public DeadlineQueue(TimeProvider time, Action<Exception> failed)
    {
        _failed = failed;
        _time = time;
        _timer = time.CreateTimer(static queue => ((DeadlineQueue)queue!).FireDue(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Entries, cancelled ones included.</summary>
    public int Count
    {
        get
        {
            lock (_sync)
            {
                return _due.Count;
            }
        }
    }

    public Deadline Schedule(TimeSpan after, Action<object> action, object state)
    {
        var deadline = new Deadline(this, action, state);
        var at = _time.GetTimestamp() + (long)(Math.Max(after.TotalSeconds, 0) * _time.TimestampFrequency);
        lock (_sync)
        {
            if (!_disposed)
            {
                DropCancelledWithLock();
                _due.Enqueue(deadline, at);
                ArmWithLock();
            }
        }

        return deadline;
    }

    /// <summary>One more entry is for nothing.</summary>
    public void NoteCancelled() => Interlocked.Increment(ref _cancelled);

    public void Dispose()
    {
        lock (_sync)
        {
            _disposed = true;
            _due.Clear();
        }

        _timer.Dispose();
    }

    private void FireDue()
    {
        while (TakeDue() is { } deadline)
        {
            try
            {
                deadline.Fire();
            }
#pragma warning disable CA1031 // One deadline's failure must not keep the others from happening; it is handed to whoever logs.
            catch (Exception error)
#pragma warning restore CA1031
            {
                _failed(error);
            }
        }
    }

    private Deadline? TakeDue()
    {
        lock (_sync)
        {
            _armedFor = long.MaxValue;
            while (_due.TryPeek(out var deadline, out var at))
            {
                if (!deadline.IsCancelled && at > _time.GetTimestamp())
                {
                    break;
                }

                _due.Dequeue();
                if (!deadline.IsCancelled)
                {
                    return deadline;
                }

                Interlocked.Decrement(ref _cancelled);
            }

            ArmWithLock();
            return null;
        }
    }

    private void DropCancelledWithLock()
    {
        if (Volatile.Read(ref _cancelled) <= Math.Max(_due.Count / 2, CancelledUnnoticed))
        {
            return;
        }

        // Those that are cancelled meanwhile are counted for the next time.
        Volatile.Write(ref _cancelled, 0);
        var live = _due.UnorderedItems.Where(entry => !entry.Element.IsCancelled).ToArray();
        _due.Clear();
        _due.EnqueueRange(live);
    }

    private void ArmWithLock()
    {
        if (_disposed || !_due.TryPeek(out _, out var at) || at >= _armedFor)
        {
            return;
        }

        _armedFor = at;
        var ticks = _time.GetElapsedTime(_time.GetTimestamp(), at);

        // A timer may fire early by less than its resolution; a millisecond more saves firing twice.
        _timer.Change(ticks <= TimeSpan.Zero ? TimeSpan.Zero : Min(ticks + TimeSpan.FromMilliseconds(1)), Timeout.InfiniteTimeSpan);
    }

    /// <summary>Timers take at most 49 days; waking in between only arms again.</summary>
    private static TimeSpan Min(TimeSpan after) => after < TimeSpan.FromDays(40) ? after : TimeSpan.FromDays(40);
}
