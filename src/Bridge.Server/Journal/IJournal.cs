namespace Bridge.Server.Journal;

/// <summary>
/// The durable, ordered history of the devices' feeds. Exactly once and in order by (room, device, page, feed, seq): an
/// append drops what is there already, and keeps what fills an earlier gap. Every implementation passes the same contract tests.
/// </summary>
public interface IJournal : IAsyncDisposable
{
    /// <summary>
    /// Raised after items became durable, in the journal's order, on the thread that commits: be quick and don't throw.
    /// </summary>
    event Action<JournalCommit>? Committed;

    /// <summary>Appends a batch; the task ends when it is durable. Once begun it can't be called back.</summary>
    /// <exception cref="JournalUnavailableException">It could not be kept; nothing of it was.</exception>
    /// <exception cref="JournalOrderException">What precedes it was refused, by a failed append or by <see cref="Refuse"/>, and hasn't come again.</exception>
    Task<JournalReceipt> AppendAsync(JournalBatch batch, CancellationToken cancellation = default);

    /// <summary>Takes note that a batch was refused at the door: for 10 s nothing that follows it in its stream is kept before it.</summary>
    void Refuse(JournalBatch batch);

    /// <summary>
    /// Streams what matches, oldest first. Nothing is held between two chunks, so a slow reader costs nothing; what is
    /// appended meanwhile is read too, until the end is met.
    /// </summary>
    /// <exception cref="JournalUnavailableException">It can't be read now.</exception>
    IAsyncEnumerable<JournalEntry> ReadAsync(JournalQuery query, CancellationToken cancellation = default);

    /// <summary>From where to where the journal goes now.</summary>
    /// <exception cref="JournalUnavailableException">It can't be read now.</exception>
    Task<JournalExtent> ExtentAsync(CancellationToken cancellation = default);

    /// <summary>
    /// Removes some of the oldest entries: those received before <paramref name="keepFrom"/>, and those that the journal is
    /// larger than <paramref name="keepBytes"/> by. One short step; call again until it removes none.
    /// </summary>
    /// <returns>How many entries were removed.</returns>
    Task<int> RemoveOldestAsync(DateTimeOffset keepFrom, long keepBytes, CancellationToken cancellation = default);
}
