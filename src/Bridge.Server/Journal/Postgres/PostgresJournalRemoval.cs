using Npgsql;

namespace Bridge.Server.Journal.Postgres;

/// <summary>Takes the oldest entries out, in steps that are short enough to go between appends.</summary>
internal static class PostgresJournalRemoval
{
    /// <summary>Entries in one step.</summary>
    private const int StepItems = 1_000;

    /// <summary>The same lock as an append: a stream must not go while an item comes into it.</summary>
    private const string Lock = "SELECT 1 FROM journal_state FOR UPDATE";

    /// <summary>Up to which time entries go is decided by what the items take now: all of them, or the aged.</summary>
    private static readonly string Remove = $"""
        WITH bound AS (SELECT CASE WHEN bytes > $2 THEN 9223372036854775807 ELSE $1 END AS received FROM journal_state),
        oldest AS (SELECT id FROM journal_item WHERE received < (SELECT received FROM bound) ORDER BY received, id LIMIT {StepItems}),
        gone AS (DELETE FROM journal_item WHERE id IN (SELECT id FROM oldest) RETURNING id, stream, json),
        emptied AS (DELETE FROM journal_stream s WHERE s.id IN (SELECT stream FROM gone)
            AND NOT EXISTS (SELECT 1 FROM journal_item i WHERE i.stream = s.id AND i.id NOT IN (SELECT id FROM oldest))),
        less AS (UPDATE journal_state SET bytes = bytes - (SELECT coalesce(sum({PostgresAppender.EstimatedBytes}), 0) FROM gone) WHERE EXISTS (SELECT 1 FROM gone))
        SELECT count(*) FROM gone
        """;

    public static async Task<int> StepAsync(NpgsqlConnection connection, DateTimeOffset keepFrom, long keepBytes, CancellationToken cancellation)
    {
        await using var work = new NpgsqlBatch(connection); // One transaction; the second statement sees what the lock waited for.
        work.BatchCommands.Add(new NpgsqlBatchCommand(Lock));
        work.BatchCommands.Add(new NpgsqlBatchCommand(Remove)
        {
            Parameters = { new NpgsqlParameter { Value = keepFrom.ToUnixTimeMilliseconds() }, new NpgsqlParameter { Value = keepBytes } },
        });
        await using var reader = await work.ExecuteReaderAsync(cancellation);
        await reader.NextResultAsync(cancellation);
        await reader.ReadAsync(cancellation);
        return (int)reader.GetInt64(0);
    }
}
