using System.Diagnostics;

namespace Bridge.Server.LiveReload;

/// <summary>
/// A timer that keeps to the millisecond where the wait is short. The runtime's own goes by a clock that steps with the kernel's tick,
/// 4 ms on many systems: more than all else that a save takes on its way to a page. With a clock of a test it is that clock's timer.
/// </summary>
internal sealed class FineTimer : IDisposable
{
    private static readonly TimeSpan Short = TimeSpan.FromMilliseconds(10);

    private readonly Lock _lock = new();
    private readonly AutoResetEvent _changed = new(false);
    private readonly ITimer _timer;
    private readonly Action _elapsed;
    private readonly bool _fine;
    private long? _due; // Stopwatch ticks; null where the timer waits, or nobody.
    private bool _waiting;

    public FineTimer(TimeProvider time, Action elapsed)
    {
        (_elapsed, _fine) = (elapsed, time == TimeProvider.System);
        _timer = time.CreateTimer(_ => elapsed(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Lets it elapse once, that long from now, in place of what was set before.</summary>
    public void Change(TimeSpan due)
    {
        lock (_lock)
        {
            var fine = _fine && due >= TimeSpan.Zero && due <= Short;
            _timer.Change(fine ? Timeout.InfiniteTimeSpan : due, Timeout.InfiniteTimeSpan);
            _due = fine ? Stopwatch.GetTimestamp() + (long)(due.TotalSeconds * Stopwatch.Frequency) : null;
            if (_waiting)
            {
                _changed.Set();
            }
            else if (fine)
            {
                _waiting = true;
                ThreadPool.UnsafeQueueUserWorkItem(static timer => timer.Wait(), this, preferLocal: false);
            }
        }
    }

    public void Dispose()
    {
        Change(Timeout.InfiniteTimeSpan);
        _timer.Dispose();
    }

    /// <summary>One at a time, however often the wait is changed.</summary>
    private void Wait()
    {
        while (Left() is { } left)
        {
            if (left <= TimeSpan.Zero)
            {
                _elapsed();
                return;
            }

            _changed.WaitOne((int)Math.Ceiling(left.TotalMilliseconds));
        }
    }

    /// <summary>What is left to wait; null where nobody waits any more.</summary>
    private TimeSpan? Left()
    {
        lock (_lock)
        {
            var left = _due is { } due ? Stopwatch.GetElapsedTime(Stopwatch.GetTimestamp(), due) : (TimeSpan?)null;
            if (left is null || left <= TimeSpan.Zero)
            {
                _waiting = false;
                _due = null;
            }

            return left;
        }
    }
}
