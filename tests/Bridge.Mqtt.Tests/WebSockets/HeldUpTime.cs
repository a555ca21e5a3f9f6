namespace Bridge.Mqtt.Tests.WebSockets;

/// <summary>
/// A machine that holds the thread up which makes or sets a timer, for longer than the timer's time: the timer's own thread is through with the
/// callback before that one goes on. Only the first time that a timer is set, or it would never end.
/// </summary>
internal sealed class HeldUpTime : TimeProvider
{
    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new PromptTimer(() => callback(state));
        timer.Change(dueTime, period);
        return timer;
    }

    private sealed class PromptTimer(Action callback) : ITimer
    {
        private bool _hasFired;

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            if (dueTime != Timeout.InfiniteTimeSpan && !_hasFired)
            {
                _hasFired = true;
                callback();
            }

            return true;
        }

        public void Dispose()
        {
        }

        public ValueTask DisposeAsync() => default;
    }
}
