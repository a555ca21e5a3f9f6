using System.Text;
using Npgsql;

namespace Bridge.Server.Journal.Postgres;

/// <summary>One pass through the journal, a chunk at a time; each chunk is a short query of its own.</summary>
internal sealed class PostgresJournalReader(JournalQuery query, JournalCursor cursor)
{
    private const int ChunkItems = 512;

    // Words are letters and digits only, so that quoting them is all there is to escape.
    private readonly string? _match = query.Words is null ? null : string.Join(" & ", JournalWords.Of(query.Words).Select(word => $"'{word}':*"));
    private long _after = cursor.Parse(query.Since) ?? 0;
    private long _before = cursor.Parse(query.Before) ?? long.MaxValue;

    public bool AtEnd { get; private set; }

    /// <summary>Finds where to begin and where to end. Entries within are still filtered one by one: clocks step back.</summary>
    public async Task BeginAsync(NpgsqlDataSource source, CancellationToken cancellation)
    {
        if (_match?.Length == 0)
        {
            AtEnd = true;
            return;
        }

        if (query.From is { } from)
        {
            _after = Math.Max(_after, await BoundAsync(source, "min", ">=", from, cancellation) - 1 ?? long.MaxValue);
        }

        if (query.Until is { } until)
        {
            _before = Math.Min(_before, await BoundAsync(source, "max", "<", until, cancellation) + 1 ?? 0);
        }

        if (query.Last is { } last)
        {
            await using var command = Select(source, "i.id", $"ORDER BY i.id DESC OFFSET {Math.Max(1, last) - 1} LIMIT 1");
            _after = await command.ExecuteScalarAsync(cancellation) is long id ? id - 1 : _after;
        }

        AtEnd = _after >= _before;
    }

    public async Task<List<JournalEntry>> ReadChunkAsync(NpgsqlDataSource source, CancellationToken cancellation)
    {
        var chunk = new List<JournalEntry>();
        await using var command = Select(source, JournalRow.Columns, $"ORDER BY i.id LIMIT {ChunkItems}");
        await using var rows = await command.ExecuteReaderAsync(cancellation);
        while (await rows.ReadAsync(cancellation))
        {
            _after = rows.GetInt64(0);
            chunk.Add(JournalRow.Entry(rows, cursor));
        }

        AtEnd = chunk.Count < ChunkItems;
        return chunk;
    }

    /// <summary>Materialized, so that the index of times is used: min(id) alone would walk all ids from the beginning.</summary>
    private static async Task<long?> BoundAsync(NpgsqlDataSource source, string end, string than, DateTimeOffset time, CancellationToken cancellation)
    {
        await using var command = source.CreateCommand($"WITH hit AS MATERIALIZED (SELECT id FROM journal_item WHERE received {than} $1) SELECT {end}(id) FROM hit");
        command.Parameters.Add(new NpgsqlParameter { Value = time.ToUnixTimeMilliseconds() });
        return await command.ExecuteScalarAsync(cancellation) as long?;
    }

    private NpgsqlCommand Select(NpgsqlDataSource source, string columns, string order)
    {
        var command = source.CreateCommand();
        var sql = new StringBuilder($"SELECT {columns} FROM journal_item i JOIN journal_stream s ON s.id = i.stream WHERE ");
        Filter("i.id >", _after);
        Filter(" AND i.id <", _before);
        Filter(" AND s.room =", query.Room);
        Filter(" AND s.device =", query.Device);
        Filter(" AND s.page =", query.Page);
        Filter(" AND s.feed =", query.Feed);
        Filter(" AND i.level >=", (short?)query.Level);
        Filter(" AND i.received >=", query.From?.ToUnixTimeMilliseconds());
        Filter(" AND i.received <", query.Until?.ToUnixTimeMilliseconds());
        if (_match is not null)
        {
            Filter(" AND i.words @@", _match);
            sql.Append("::tsquery");
        }

        // Said with the index's own number too, or PostgreSQL doesn't see that the index has them all.
        sql.Append(query.Level >= JournalLevel.Warn ? " AND i.level >= 3 " : " ").Append(order);
        command.CommandText = sql.ToString(); // Constants; values are parameters.
        return command;

        void Filter(string condition, object? value)
        {
            if (value is not null)
            {
                command.Parameters.Add(new NpgsqlParameter { Value = value });
                sql.Append(condition).Append(" $").Append(command.Parameters.Count);
            }
        }
    }
}
