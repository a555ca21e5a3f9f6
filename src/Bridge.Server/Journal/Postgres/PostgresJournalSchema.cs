using Npgsql;

namespace Bridge.Server.Journal.Postgres;

/// <summary>The journal's tables in PostgreSQL, brought up to date when the relay starts.</summary>
internal static class PostgresJournalSchema
{
    /// <summary>Any number that nobody else in the database uses: keeps two relays from migrating at once.</summary>
    private const long MigrationLock = 0x4272_6964_6765;

    /// <summary>
    /// The same as in SQLite, but for <c>journal_state</c>: its one row hands out ids. An append locks it until it is
    /// committed, so that ids become visible in order, also with several relays on one database: a reader that has
    /// seen one id never misses a smaller one. <c>bytes</c> is what the items take, estimated, since PostgreSQL's files
    /// don't shrink when rows go.
    /// </summary>
    private static readonly string[] Steps =
    [
        """
        CREATE TABLE journal_state (next bigint NOT NULL, bytes bigint NOT NULL, generation text NOT NULL);
        INSERT INTO journal_state VALUES (1, 0, substr(md5(random()::text || clock_timestamp()::text), 1, 6));
        CREATE TABLE journal_stream (
            id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
            room text NOT NULL, device text NOT NULL, page text NOT NULL, feed text NOT NULL,
            origin double precision NOT NULL, next bigint NOT NULL,
            UNIQUE (room, device, page, feed));
        CREATE TABLE journal_item (
            id bigint PRIMARY KEY,
            stream bigint NOT NULL, seq bigint NOT NULL, received bigint NOT NULL, level smallint NOT NULL, missing bigint NOT NULL,
            json bytea NOT NULL, words tsvector NOT NULL,
            UNIQUE (stream, seq));
        CREATE INDEX journal_gap ON journal_item (stream, seq) WHERE missing > 0;
        CREATE INDEX journal_received ON journal_item (received);
        CREATE INDEX journal_loud ON journal_item (id) WHERE level >= 3;
        CREATE INDEX journal_words ON journal_item USING gin (words);
        """,
    ];

    /// <summary>Applies the steps that are missing.</summary>
    /// <exception cref="JournalUnavailableException">A newer version wrote the database.</exception>
    public static async Task MigrateAsync(NpgsqlDataSource source, CancellationToken cancellation)
    {
        await using var connection = await source.OpenConnectionAsync(cancellation);
        await using var transaction = await connection.BeginTransactionAsync(cancellation);
        await RunAsync(connection, $"SELECT pg_advisory_xact_lock({MigrationLock})", cancellation);
        await RunAsync(connection, "CREATE TABLE IF NOT EXISTS journal_migration (version integer PRIMARY KEY, applied timestamptz NOT NULL DEFAULT now())", cancellation);
        await using var current = new NpgsqlCommand("SELECT coalesce(max(version), 0) FROM journal_migration", connection);
        var version = (int)(await current.ExecuteScalarAsync(cancellation))!;
        if (version > Steps.Length)
        {
            throw new JournalUnavailableException($"The journal's database was written by a newer version of DeviceBridge: it is at {version}, this build knows {Steps.Length}.");
        }

        for (; version < Steps.Length; version++)
        {
            await RunAsync(connection, $"{Steps[version]} INSERT INTO journal_migration (version) VALUES ({version + 1});", cancellation);
        }

        await transaction.CommitAsync(cancellation);
    }

    private static async Task RunAsync(NpgsqlConnection connection, string sql, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(sql, connection); // Constants of this class.
        await command.ExecuteNonQueryAsync(cancellation);
    }
}
