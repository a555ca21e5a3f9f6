namespace Bridge.Server.Tests.MqttOverHttp;

/// <summary>A clock whose timers go off when the test says so, by how long they were set for.</summary>
internal sealed class FiredTime : TimeProvider
{
    private readonly List<Timer> _timers = [];

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new Timer(this, callback, state) { Due = dueTime };
        _timers.Add(timer);
        return timer;
    }

    /// <summary>Sets off the timers that wait for this long; says whether there was one.</summary>
    public bool Fire(TimeSpan due)
    {
        var fired = _timers.FindAll(timer => timer.Due == due);
        fired.ForEach(timer => timer.GoOff());
        return fired.Count > 0;
    }

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

        public void Dispose() => time._timers.Remove(this);

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
