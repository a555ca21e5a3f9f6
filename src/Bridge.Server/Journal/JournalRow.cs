using System.Data.Common;

namespace Bridge.Server.Journal;

/// <summary>An entry as both databases keep it: an item <c>i</c> of a stream <c>s</c>.</summary>
internal static class JournalRow
{
    /// <summary>What to select for <see cref="Entry"/>; the first is the item's number.</summary>
    public const string Columns = "i.id, i.received, s.room, s.device, s.page, s.feed, i.seq, s.origin, i.level, i.missing, i.json";

    public static JournalEntry Entry(DbDataReader row, JournalCursor cursor) => new(
        cursor.Format(row.GetInt64(0)),
        DateTimeOffset.FromUnixTimeMilliseconds(row.GetInt64(1)),
        row.GetString(2),
        row.GetString(3),
        row.GetString(4),
        row.GetString(5),
        row.GetInt64(6),
        row.GetDouble(7),
        (JournalLevel)row.GetInt64(8),
        row.GetInt64(9),
        row.GetFieldValue<byte[]>(10));
}
