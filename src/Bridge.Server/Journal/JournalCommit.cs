namespace Bridge.Server.Journal;

/// <summary>Items that have just become durable.</summary>
/// <param name="Batch">The batch they came in. Its memory is not valid any more: only its names and numbers are.</param>
/// <param name="Receipt">What of it was new.</param>
public readonly record struct JournalCommit(JournalBatch Batch, JournalReceipt Receipt);
