namespace Bridge.Faults.Devices;

/// <summary>Counts what happens on many threads, so that a test can strike right after so much of it.</summary>
internal sealed class Tally
{
    private readonly Lock _lock = new();
    private TaskCompletionSource _reached = new();
    private long _left;

    public void Count()
    {
        lock (_lock)
        {
            if (--_left == 0)
            {
                _reached.SetResult();
            }
        }
    }

    /// <summary>Ends when so much more has happened; one waits at a time.</summary>
    public Task MoreAsync(int count)
    {
        lock (_lock)
        {
            _left = count;
            _reached = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            return _reached.Task;
        }
    }
}
