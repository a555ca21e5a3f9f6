namespace Bridge.Mqtt.Tests.Client;

/// <summary>The system's clock, and a place at which a thread is held up: the end of a timer that it no longer needs.</summary>
internal sealed class LingeringTime : TimeProvider
{
    private Action? _next;

    /// <summary>Done by whoever ends the timer that is made next.</summary>
    public void HoldUpNext(Action atItsEnd) => _next = atItsEnd;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        new LingeringTimer(System.CreateTimer(callback, state, dueTime, period), Interlocked.Exchange(ref _next, null));

    private sealed class LingeringTimer(ITimer inner, Action? atItsEnd) : ITimer
    {
        public bool Change(TimeSpan dueTime, TimeSpan period) => inner.Change(dueTime, period);

        public void Dispose()
        {
            atItsEnd?.Invoke();
            inner.Dispose();
        }

        public ValueTask DisposeAsync()
        {
            Dispose();
            return default;
        }
    }
}
