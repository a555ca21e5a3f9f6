namespace Bridge.Mqtt.Broker;

/// <summary>
/// The one deadline of something that looks at a connection again and again, until the connection ends. After <see cref="Stop"/> none is set any more,
/// whoever was about to on whichever thread: the queue holds nobody who has ended. Thread-safe; its lock comes right before the queue's.
/// </summary>
internal sealed class RecurringDeadline(DeadlineQueue queue, Action<object> action, object subject)
{
    private readonly Lock _sync = new();
    private Deadline? _next;
    private bool _isStopped;

    /// <summary>Called once to begin, and then by the action.</summary>
    public void Set(TimeSpan after)
    {
        lock (_sync)
        {
            if (!_isStopped)
            {
                _next = queue.Schedule(after, action, subject);
            }
        }
    }

    public void Stop()
    {
        lock (_sync)
        {
            _isStopped = true;
            _next?.Cancel();
        }
    }
}
