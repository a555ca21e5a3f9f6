namespace Bridge.Mqtt.Broker;

/// <summary>One thing that is to happen at a time, unless cancelled before. Made by <see cref="DeadlineQueue"/>.</summary>
internal sealed class Deadline(DeadlineQueue queue, Action<object> action, object subject)
{
    // Null once it happened or was cancelled: the queue keeps the entry until its time, and must not keep a connection with it.
    private object? _state = subject;

    /// <summary>True if this call is the one that keeps it from happening.</summary>
    public bool Cancel()
    {
        var isMine = Interlocked.Exchange(ref _state, null) is not null;
        if (isMine)
        {
            queue.NoteCancelled();
        }

        return isMine;
    }

    /// <summary>Or happened.</summary>
    internal bool IsCancelled => Volatile.Read(ref _state) is null;

    internal void Fire()
    {
        if (Interlocked.Exchange(ref _state, null) is not { } state)
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
