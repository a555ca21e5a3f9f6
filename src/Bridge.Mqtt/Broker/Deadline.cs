namespace Bridge.Mqtt.Broker;

/// <summary>One thing that is to happen at a time, unless cancelled before. Made by <see cref="DeadlineQueue"/>.</summary>
internal sealed class Deadline(Action<object> action, object state)
{
    private int _done;

    /// <summary>True if this call is the one that keeps it from happening.</summary>
    public bool Cancel() => Interlocked.Exchange(ref _done, 1) == 0;

    internal bool IsCancelled => Volatile.Read(ref _done) != 0;

    internal void Fire()
    {
        if (Interlocked.Exchange(ref _done, 1) != 0)
        {
            return;
        }

        var turn = Turn.Begin();
        try
        {
            action(state);
        }
        finally
        {
            turn.End();
        }
    }
}
