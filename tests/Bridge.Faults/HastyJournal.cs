using Bridge.Faults.Devices;
using Bridge.Server.Journal;

namespace Bridge.Faults;

/// <summary>
/// A journal that says "durable" at once, and keeps a batch when so many more of its device have come: as far behind as makes it owe one
/// whenever it is killed, even where all that a device has on its way was answered and is not read yet.
/// </summary>
internal sealed class HastyJournal(IJournal real) : IJournal
{
    private const int Behind = LoggingDevice.Window + 1;

    private readonly Dictionary<string, Queue<JournalBatch>> _owed = [];

    public event Action<JournalCommit>? Committed
    {
        add => real.Committed += value;
        remove => real.Committed -= value;
    }

    public Task<JournalReceipt> AppendAsync(JournalBatch batch, CancellationToken cancellation = default)
    {
        lock (_owed)
        {
            var owed = _owed.TryGetValue(batch.Device, out var known) ? known : _owed[batch.Device] = new();
            owed.Enqueue(batch with { Items = [.. batch.Items.Select(item => item with { Json = item.Json.ToArray() })] });
            if (owed.Count > Behind)
            {
                _ = real.AppendAsync(owed.Dequeue(), CancellationToken.None);
            }
        }

        return Task.FromResult(new JournalReceipt(batch.Items.Count, 0, 0, null));
    }

    public void Refuse(JournalBatch batch) => real.Refuse(batch);

    public IAsyncEnumerable<JournalEntry> ReadAsync(JournalQuery query, CancellationToken cancellation = default) => real.ReadAsync(query, cancellation);

    public Task<JournalExtent> ExtentAsync(CancellationToken cancellation = default) => real.ExtentAsync(cancellation);

    public Task<int> RemoveOldestAsync(DateTimeOffset keepFrom, long keepBytes, CancellationToken cancellation = default) =>
        real.RemoveOldestAsync(keepFrom, keepBytes, cancellation);

    public ValueTask DisposeAsync() => real.DisposeAsync();
}
