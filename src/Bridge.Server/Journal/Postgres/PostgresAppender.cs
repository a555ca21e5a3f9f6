using Npgsql;
using NpgsqlTypes;

namespace Bridge.Server.Journal.Postgres;

/// <summary>
/// Appends a group of batches in one transaction and three round trips: (1) take the lock and ids, and find the streams;
/// (2) only where numbers come again, find the gaps; (3) write everything; then commit.
/// </summary>
internal sealed class PostgresAppender(NpgsqlConnection connection, JournalCursor cursor)
{
    /// <summary>What an item takes beside its own bytes, twice: row, five indexes, words. Measured over a million items.</summary>
    public const string EstimatedBytes = "(2 * octet_length(json) + 160)";

    public async Task AppendAsync(IReadOnlyList<PendingAppend> group, long received, CancellationToken cancellation)
    {
        var capacity = group.Sum(append => append.Batch.Items.Count);
        await using var transaction = await connection.BeginTransactionAsync(cancellation);
        var (streams, id) = await FindStreamsAsync(group, capacity, cancellation); // (1)
        var rows = new AppendRows(capacity);
        if (group.Any(append => append.Batch.Seq < streams[StreamKey.Of(append.Batch)].StoredNext))
        {
            await FindGapsAsync(group, streams, cancellation); // (2)
        }

        foreach (var append in group)
        {
            append.Receipt = Plan(append.Batch, streams[StreamKey.Of(append.Batch)], rows, ref id);
        }

        await WriteAsync(rows, [.. streams.Values.Where(stream => stream.Next > stream.StoredNext)], received, cancellation); // (3)
        await transaction.CommitAsync(cancellation);
    }

    private JournalReceipt Plan(JournalBatch batch, StreamState stream, AppendRows rows, ref long id)
    {
        var plan = stream.Plan(batch);
        foreach (var closing in plan.Closings)
        {
            rows.Close(stream.Id, closing);
        }

        foreach (var run in plan.Runs)
        {
            for (var i = run.Offset; i < run.Offset + run.Count; i++)
            {
                rows.Add(id++, stream.Id, batch.Seq + i, i == run.Offset ? run.Missing : 0, batch.Items[i]);
            }
        }

        var stored = plan.Stored;
        return new JournalReceipt(stored, batch.Items.Count - stored, stored > 0 ? plan.Runs[0].Missing : 0, stored > 0 ? cursor.Format(id - 1) : null);
    }

    private async Task<(Dictionary<StreamKey, StreamState> Streams, long FirstId)> FindStreamsAsync(IReadOnlyList<PendingAppend> group, int ids, CancellationToken cancellation)
    {
        var batches = group.Select(append => append.Batch).DistinctBy(StreamKey.Of).ToArray();
        await using var work = new NpgsqlBatch(connection);
        work.BatchCommands.Add(Command("UPDATE journal_state SET next = next + $1 RETURNING next - $1", (long)ids));
        var names = new object[] { batches.Select(b => b.Room).ToArray(), batches.Select(b => b.Device).ToArray(), batches.Select(b => b.Page).ToArray(), batches.Select(b => b.Feed).ToArray() };
        work.BatchCommands.Add(Command(
            "INSERT INTO journal_stream (room, device, page, feed, origin, next) SELECT r, d, p, f, o, 0 FROM unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::float8[]) AS t (r, d, p, f, o) ON CONFLICT DO NOTHING",
            [.. names, batches.Select(b => b.Origin).ToArray()]));
        work.BatchCommands.Add(Command(
            "SELECT s.room, s.device, s.page, s.feed, s.id, s.next FROM unnest($1::text[], $2::text[], $3::text[], $4::text[]) AS t (r, d, p, f) JOIN journal_stream s ON (s.room, s.device, s.page, s.feed) = (r, d, p, f)",
            names));
        await using var reader = await work.ExecuteReaderAsync(cancellation);
        await reader.ReadAsync(cancellation);
        var first = reader.GetInt64(0);
        await reader.NextResultAsync(cancellation); // The insert returns no rows and is passed over.
        var streams = new Dictionary<StreamKey, StreamState>();
        while (await reader.ReadAsync(cancellation))
        {
            streams.Add(new StreamKey(reader.GetString(0), reader.GetString(1), reader.GetString(2), reader.GetString(3)), new StreamState(reader.GetInt64(4), reader.GetInt64(5)));
        }

        return (streams, first);
    }

    private async Task FindGapsAsync(IReadOnlyList<PendingAppend> group, Dictionary<StreamKey, StreamState> streams, CancellationToken cancellation)
    {
        var byId = streams.Values.ToDictionary(stream => stream.Id);
        var again = group.Select(append => append.Batch).Where(batch => batch.Seq < streams[StreamKey.Of(batch)].StoredNext).ToArray();
        await using var work = new NpgsqlBatch(connection);
        work.BatchCommands.Add(Command(
            "SELECT DISTINCT i.stream, i.seq - i.missing, i.seq FROM unnest($1::bigint[], $2::bigint[], $3::bigint[]) AS t (s, a, e) JOIN journal_item i ON i.stream = t.s AND i.missing > 0 AND i.seq > t.a AND i.seq - i.missing < t.e",
            again.Select(batch => streams[StreamKey.Of(batch)].Id).ToArray(),
            again.Select(batch => batch.Seq).ToArray(),
            again.Select(batch => batch.Seq + batch.Items.Count).ToArray()));
        await using var reader = await work.ExecuteReaderAsync(cancellation);
        while (await reader.ReadAsync(cancellation))
        {
            byId[reader.GetInt64(0)].AddGap(new SequencePlan.Gap(reader.GetInt64(1), reader.GetInt64(2)));
        }
    }

    private async Task WriteAsync(AppendRows rows, StreamState[] advanced, long received, CancellationToken cancellation)
    {
        await using var work = new NpgsqlBatch(connection);
        work.BatchCommands.Add(Command(
            "WITH added AS (INSERT INTO journal_item (id, stream, seq, received, level, missing, json, words) "
            + "SELECT i, s, q, $1, l, m, j, array_to_tsvector(string_to_array(w, ' ')) FROM unnest($2::bigint[], $3::bigint[], $4::bigint[], $5::smallint[], $6::bigint[], $7::bytea[], $8::text[]) AS t (i, s, q, l, m, j, w) RETURNING json) "
            + $"UPDATE journal_state SET bytes = bytes + (SELECT coalesce(sum({EstimatedBytes}), 0) FROM added)",
            received, rows.Ids, rows.Streams, rows.Seqs, rows.Levels, rows.Missing, rows.Json, rows.Words));
        work.BatchCommands.Add(Command(
            "UPDATE journal_stream SET next = n FROM unnest($1::bigint[], $2::bigint[]) AS t (i, n) WHERE id = i",
            advanced.Select(stream => stream.Id).ToArray(), advanced.Select(stream => stream.Next).ToArray()));
        foreach (var (stream, closing) in rows.Closings)
        {
            work.BatchCommands.Add(Command("UPDATE journal_item SET missing = $3 WHERE stream = $1 AND seq = $2", stream, closing.Seq, closing.Missing));
        }

        await work.ExecuteNonQueryAsync(cancellation);
    }

    private static NpgsqlBatchCommand Command(string sql, params object[] values)
    {
        var command = new NpgsqlBatchCommand(sql);
        foreach (var value in values)
        {
            command.Parameters.Add(value is List<byte[]> ? new NpgsqlParameter { Value = value, NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Bytea } : new NpgsqlParameter { Value = value });
        }

        return command;
    }
}
