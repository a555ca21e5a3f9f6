using Bridge.Server.Journal;

namespace Bridge.Server.Tests.Journal;

/// <summary>A journal that answers when told to.</summary>
internal sealed class FakeJournal : IJournal
{
    public event Action<JournalCommit>? Committed
    {
        add => throw new NotSupportedException();
        remove => throw new NotSupportedException();
    }

    public Func<JournalBatch, Task<JournalReceipt>> Answer { get; set; } = batch => Task.FromResult(new JournalReceipt(batch.Items.Count, 0, 0, "c"));

    public Func<Task<JournalExtent>> Extent { get; set; } = () => throw new NotSupportedException();

    public List<JournalEntry> Entries { get; } = [];

    public Task<JournalReceipt> AppendAsync(JournalBatch batch, CancellationToken cancellation = default) => Answer(batch);

    public List<JournalBatch> Refused { get; } = [];

    public void Refuse(JournalBatch batch) => Refused.Add(batch);

    public IAsyncEnumerable<JournalEntry> ReadAsync(JournalQuery query, CancellationToken cancellation = default) => Entries.ToAsyncEnumerable();

    public Task<JournalExtent> ExtentAsync(CancellationToken cancellation = default) => Extent();

    public Task<int> RemoveOldestAsync(DateTimeOffset keepFrom, long keepBytes, CancellationToken cancellation = default) => throw new NotSupportedException();

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
