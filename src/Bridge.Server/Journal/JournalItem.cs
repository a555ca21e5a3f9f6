namespace Bridge.Server.Journal;

/// <summary>One item of a batch, as the journal keeps it.</summary>
/// <param name="Json">The item's own JSON, byte for byte as the device sent it.</param>
/// <param name="Level">Its level.</param>
/// <param name="Words">What full-text search finds it by: distinct lower-case words with spaces between, see <see cref="JournalWords"/>.</param>
public readonly record struct JournalItem(ReadOnlyMemory<byte> Json, JournalLevel Level, string Words);
