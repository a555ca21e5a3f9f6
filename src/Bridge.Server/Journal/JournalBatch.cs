namespace Bridge.Server.Journal;

/// <summary>One feed message, ready to be appended. Its memory must stay until the append has ended.</summary>
/// <param name="Room">The room.</param>
/// <param name="Device">The device's id.</param>
/// <param name="Page">The page's id.</param>
/// <param name="Feed"><c>log</c> or <c>net</c>.</param>
/// <param name="Seq">The number of the first item; counts up by one per item within (room, device, page, feed).</param>
/// <param name="Origin">The page's time origin, milliseconds since 1970 by the device's clock.</param>
/// <param name="Items">The items, in order; never empty.</param>
public sealed record JournalBatch(string Room, string Device, string Page, string Feed, long Seq, double Origin, IReadOnlyList<JournalItem> Items);
