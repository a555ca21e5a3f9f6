namespace Bridge.Mqtt.Tests.Broker;

/// <summary>
/// Time that stands still until a test moves it. Timers fire on the thread that moves it, in the order of their times. It counts
/// 3,333 ticks a second, so that nobody gets away with taking a timestamp for milliseconds or 100 ns.
/// </summary>
internal sealed class TestClock : TimeProvider
{
    private static readonly DateTimeOffset Start = new(2030, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly Lock _sync = new();
    private readonly List<TestTimer> _timers = [];
    private TimeSpan _elapsed;

    /// <summary>How often a timer was set, cancelled or made.</summary>
    public int Timers { get; private set; }

    /// <summary>How often it was looked at.</summary>
    public int Readings { get; private set; }

    public override long TimestampFrequency => 3333;

    public override long GetTimestamp()
    {
        lock (_sync)
        {
            Readings++;
            return (long)(_elapsed.TotalSeconds * TimestampFrequency) + 1_000_000;
        }
    }

    public override DateTimeOffset GetUtcNow()
    {
        lock (_sync)
        {
            return Start + _elapsed;
        }
    }

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new TestTimer(this, callback, state);
        timer.Change(dueTime, period);
        return timer;
    }

    /// <summary>Moves on, stopping at every timer on the way.</summary>
    public void Advance(TimeSpan by)
    {
        TimeSpan until;
        lock (_sync)
        {
            until = _elapsed + by;
        }

        while (TakeDue(until) is { } timer)
        {
            timer.Fire();
        }

        lock (_sync)
        {
            _elapsed = until;
        }
    }

    /// <summary>Whether somebody waits for a time in this range from now.</summary>
    public bool HasTimerBetween(TimeSpan from, TimeSpan to)
    {
        lock (_sync)
        {
            return _timers.Exists(timer => timer.Due - _elapsed >= from && timer.Due - _elapsed <= to);
        }
    }

    private TestTimer? TakeDue(TimeSpan until)
    {
        lock (_sync)
        {
            var next = _timers.MinBy(timer => timer.Due);
            if (next is null || next.Due > until)
            {
                return null;
            }

            _timers.Remove(next);
            _elapsed = next.Due > _elapsed ? next.Due : _elapsed;
            return next;
        }
    }

    private sealed class TestTimer(TestClock clock, TimerCallback callback, object? state) : ITimer
    {
        public TimeSpan Due { get; private set; }

        public void Fire() => callback(state);

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            lock (clock._sync)
            {
                clock.Timers++;
                clock._timers.Remove(this);
                if (dueTime != Timeout.InfiniteTimeSpan)
                {
                    Due = clock._elapsed + dueTime;
                    clock._timers.Add(this);
                }

                return true;
            }
        }

        public void Dispose() => Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
