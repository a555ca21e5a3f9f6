using Bridge.Server.Journal;

namespace Bridge.Server.Tests.Journal;

/// <summary>Appends batch after batch, and the same again until it is acknowledged: what a phone's outbox does.</summary>
internal sealed class RetryingDevice(IJournal journal, string name)
{
    private readonly Lock _lock = new();
    private readonly List<(Func<bool> Condition, TaskCompletionSource Met)> _awaited = [];
    private long _refused;

    public string Name => name;

    public long Acknowledged { get; private set; }

    public async Task RunAsync(CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            try
            {
                await journal.AppendAsync(Batches.Of(Acknowledged, 5, device: name), CancellationToken.None);
                Note(() => Acknowledged += 5);
            }
            catch (JournalUnavailableException)
            {
                Note(() => _refused++);
            }
        }
    }

    public Task UntilMoreAreAcknowledgedAsync(long more)
    {
        var wanted = Acknowledged + more;
        return UntilAsync(() => Acknowledged >= wanted);
    }

    public Task UntilRefusedAsync()
    {
        var wanted = Volatile.Read(ref _refused) + 1;
        return UntilAsync(() => _refused >= wanted);
    }

    private Task UntilAsync(Func<bool> condition)
    {
        var met = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_lock)
        {
            _awaited.Add((condition, met));
        }

        return met.Task.WaitAsync(TimeSpan.FromSeconds(60));
    }

    private void Note(Action change)
    {
        lock (_lock)
        {
            change();
            _awaited.RemoveAll(wait => wait.Condition() && wait.Met.TrySetResult());
        }
    }
}
