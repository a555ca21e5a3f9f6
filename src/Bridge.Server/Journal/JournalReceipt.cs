namespace Bridge.Server.Journal;

/// <summary>What became of an append that is now durable.</summary>
/// <param name="Stored">How many items were new.</param>
/// <param name="Known">How many were there already, or are gone by retention; they were left out.</param>
/// <param name="Missing">How many numbers are absent right before the first new item, as far as is known by now.</param>
/// <param name="Cursor">The cursor of the last new item; null where nothing was new.</param>
public sealed record JournalReceipt(int Stored, int Known, long Missing, string? Cursor);
