using System.Text;
using Microsoft.Data.Sqlite;

namespace Bridge.Server.Journal.Sqlite;

/// <summary>
/// One pass through the journal, a chunk at a time. Each chunk is a query of its own that begins after the last one's end,
/// so that no snapshot is held while the reader is slow (the WAL could not be reset under it).
/// </summary>
internal sealed class SqliteJournalReader(JournalQuery query, JournalCursor cursor)
{
    private const int ChunkItems = 512;
    private const int ChunkBytes = 1 << 20;

    private readonly string? _match = query.Words is null ? null : string.Join(' ', JournalWords.Of(query.Words).Select(word => $"\"{word}\"*"));
    private long _after = cursor.Parse(query.Since) ?? 0;
    private long _before = cursor.Parse(query.Before) ?? long.MaxValue;

    public bool AtEnd { get; private set; }

    /// <summary>Finds where to begin and where to end; returns <see cref="AtEnd"/>. Entries within are still filtered one by one: clocks step back.</summary>
    public bool Begin(SqliteConnection connection)
    {
        if (_match?.Length == 0)
        {
            return AtEnd = true;
        }

        if (query.From is { } from)
        {
            _after = Math.Max(_after, Bound(connection, "SELECT min(id) FROM journal_item WHERE received >= $time", from) - 1 ?? long.MaxValue);
        }

        if (query.Until is { } until)
        {
            _before = Math.Min(_before, Bound(connection, "SELECT max(id) FROM journal_item WHERE received < $time", until) + 1 ?? 0);
        }

        if (query.Last is { } last)
        {
            using var command = Select(connection, "i.id", "ORDER BY i.id DESC LIMIT 1 OFFSET $limit", Math.Max(1, last) - 1);
            _after = command.ExecuteScalar() is long id ? id - 1 : _after;
        }

        return AtEnd = _after >= _before;
    }

    public List<JournalEntry> ReadChunk(SqliteConnection connection)
    {
        var chunk = new List<JournalEntry>();
        var bytes = 0;
        using var command = Select(connection, JournalRow.Columns, "ORDER BY i.id LIMIT $limit", ChunkItems);
        using var rows = command.ExecuteReader();
        while (bytes < ChunkBytes && rows.Read())
        {
            var entry = JournalRow.Entry(rows, cursor);
            _after = rows.GetInt64(0);
            bytes += entry.Json.Length;
            chunk.Add(entry);
        }

        AtEnd = bytes < ChunkBytes && chunk.Count < ChunkItems;
        return chunk;
    }

    private static long? Bound(SqliteConnection connection, string sql, DateTimeOffset time)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql; // One of the two constants above.
        command.Parameters.AddWithValue("$time", time.ToUnixTimeMilliseconds());
        return command.ExecuteScalar() as long?;
    }

    /// <summary>CROSS JOIN keeps the order of the loops: along the items' ids, never along streams and then sorted.</summary>
    private SqliteCommand Select(SqliteConnection connection, string columns, string order, int limit)
    {
        var command = connection.CreateCommand();
        var loud = query.Level >= JournalLevel.Warn && _match is null;
        var sql = new StringBuilder($"SELECT {columns} FROM ")
            .Append(_match is null ? "" : "journal_words w CROSS JOIN ")
            .Append("journal_item i ").Append(loud ? "INDEXED BY journal_loud " : "")
            .Append(_match is null ? "" : "ON i.id = w.rowid ")
            .Append("CROSS JOIN journal_stream s ON s.id = i.stream WHERE ")
            .Append(_match is null ? "i.id > $after AND i.id < $before" : "w.journal_words MATCH $match AND w.rowid > $after AND w.rowid < $before")
            .Append(loud ? " AND i.level >= 3" : "");
        Filter("s.room = $room", "$room", query.Room);
        Filter("s.device = $device", "$device", query.Device);
        Filter("s.page = $page", "$page", query.Page);
        Filter("s.feed = $feed", "$feed", query.Feed);
        Filter("i.level >= $level", "$level", query.Level is { } level ? (long)level : null);
        Filter("i.received >= $from", "$from", query.From?.ToUnixTimeMilliseconds());
        Filter("i.received < $until", "$until", query.Until?.ToUnixTimeMilliseconds());
        command.CommandText = sql.Append(' ').Append(_match is null ? order : order.Replace("i.id", "w.rowid", StringComparison.Ordinal)).ToString(); // Constants; values are parameters.
        command.Parameters.AddWithValue("$after", _after);
        command.Parameters.AddWithValue("$before", _before);
        command.Parameters.AddWithValue("$limit", limit);
        if (_match is not null)
        {
            command.Parameters.AddWithValue("$match", _match);
        }

        return command;

        void Filter(string condition, string name, object? value)
        {
            if (value is not null)
            {
                sql.Append(" AND ").Append(condition);
                command.Parameters.AddWithValue(name, value);
            }
        }
    }
}
