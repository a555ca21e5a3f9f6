using Bridge.Server.Journal;

namespace Bridge.Faults;

/// <summary>A journal that says "durable" at once, and keeps the batch 100 ms later.</summary>
internal sealed class HastyJournal(IJournal real) : IJournal
{
    private static readonly TimeSpan Ahead = TimeSpan.FromMilliseconds(100);

    public event Action<JournalCommit>? Committed
    {
        add => real.Committed += value;
        remove => real.Committed -= value;
    }

    public Task<JournalReceipt> AppendAsync(JournalBatch batch, CancellationToken cancellation = default)
    {
        _ = KeepAsync(batch with { Items = [.. batch.Items.Select(item => item with { Json = item.Json.ToArray() })] });
        return Task.FromResult(new JournalReceipt(batch.Items.Count, 0, 0, null));
    }

    public void Refuse(JournalBatch batch) => real.Refuse(batch);

    public IAsyncEnumerable<JournalEntry> ReadAsync(JournalQuery query, CancellationToken cancellation = default) => real.ReadAsync(query, cancellation);

    public Task<JournalExtent> ExtentAsync(CancellationToken cancellation = default) => real.ExtentAsync(cancellation);

    public Task<int> RemoveOldestAsync(DateTimeOffset keepFrom, long keepBytes, CancellationToken cancellation = default) =>
        real.RemoveOldestAsync(keepFrom, keepBytes, cancellation);

    public ValueTask DisposeAsync() => real.DisposeAsync();

    private async Task KeepAsync(JournalBatch batch)
    {
        await Task.Delay(Ahead, TimeProvider.System);
        await real.AppendAsync(batch);
    }
}
