namespace Bridge.Server.Journal;

/// <summary>A batch that waits to become durable.</summary>
internal sealed class PendingAppend(JournalBatch batch)
{
    // Continuations elsewhere: whoever commits goes on with the next group.
    private readonly TaskCompletionSource<JournalReceipt> _done = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public JournalBatch Batch => batch;

    /// <summary>Set while its group is written, told when the group is durable.</summary>
    public JournalReceipt? Receipt { get; set; }

    public Task<JournalReceipt> Task => _done.Task;

    public void Complete() => _done.TrySetResult(Receipt!);

    public void Fail(Exception error) => _done.TrySetException(error);
}
