namespace Bridge.Server.Journal;

/// <summary>One item out of the journal.</summary>
/// <param name="Cursor">Its place; ordinal comparison is the journal's order. Opaque otherwise.</param>
/// <param name="Received">When the relay got it, by the relay's clock; for display, never for order.</param>
/// <param name="Room">The room.</param>
/// <param name="Device">The device's id.</param>
/// <param name="Page">The page's id.</param>
/// <param name="Feed"><c>log</c> or <c>net</c>.</param>
/// <param name="Seq">Its number within (room, device, page, feed).</param>
/// <param name="Origin">The page's time origin, milliseconds since 1970 by the device's clock.</param>
/// <param name="Level">Its level.</param>
/// <param name="Missing">How many numbers right before it never came. Goes down when a late batch fills the gap.</param>
/// <param name="Json">The item's JSON, as the device sent it.</param>
public sealed record JournalEntry(
    string Cursor,
    DateTimeOffset Received,
    string Room,
    string Device,
    string Page,
    string Feed,
    long Seq,
    double Origin,
    JournalLevel Level,
    long Missing,
    ReadOnlyMemory<byte> Json);
