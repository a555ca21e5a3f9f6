namespace Bridge.Server.Journal;

/// <summary>Entries of the journal as a feed message again, as it was live.</summary>
/// <param name="Topic">The feed's topic.</param>
/// <param name="Received">When the relay got it.</param>
/// <param name="Cursor">The cursor of its last item.</param>
/// <param name="Missing">How many numbers right before its first item never came.</param>
/// <param name="Payload">The batch: <c>{"page","seq","origin","items"}</c>.</param>
public sealed record JournalMessage(string Topic, DateTimeOffset Received, string Cursor, long Missing, ReadOnlyMemory<byte> Payload);
