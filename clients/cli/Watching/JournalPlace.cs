namespace Bridge.Cli.Watching;

/// <summary>Where an entry stands in the journal.</summary>
/// <param name="Cursor">Its cursor.</param>
/// <param name="Missing">How many entries of its page, right before it, never came.</param>
internal sealed record JournalPlace(string Cursor, long Missing);
