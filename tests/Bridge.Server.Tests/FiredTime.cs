namespace Bridge.Server.Tests;

/// <summary>A clock whose timers go off when the test says so, by how long they were set for.</summary>
internal sealed class FiredTime : TimeProvider
{
    private readonly Lock _lock = new();
    private readonly List<Timer> _timers = [];

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new Timer(this, callback, state) { Due = dueTime };
        lock (_lock)
        {
            _timers.Add(timer);
        }

        return timer;
    }

    /// <summary>Sets off the timers that wait for this long; says whether there was one.</summary>
    public bool Fire(TimeSpan due)
    {
        List<Timer> fired;
        lock (_lock)
        {
            fired = _timers.FindAll(timer => timer.Due == due);
        }

        fired.ForEach(timer => timer.GoOff());
        return fired.Count > 0;
    }

    /// <summary>Sets off the timers that wait for this long, whenever they are set, until that has brought something to its end.</summary>
    public Task FireUntilAsync(TimeSpan due, Task ended) => Until.TrueAsync("the time that is over has ended it", () =>
    {
        Fire(due);
        return ended.IsCompleted;
    });

    private sealed class Timer(FiredTime time, TimerCallback callback, object? state) : ITimer
    {
        public TimeSpan Due { get; set; }

        public void GoOff()
        {
            Due = Timeout.InfiniteTimeSpan;
            callback(state);
        }

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            Due = dueTime;
            return true;
        }

        public void Dispose()
        {
            lock (time._lock)
            {
                time._timers.Remove(this);
            }
        }

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
