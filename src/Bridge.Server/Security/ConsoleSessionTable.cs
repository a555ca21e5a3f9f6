using Bridge.Server.Storage;

namespace Bridge.Server.Security;

/// <summary>Sessions in the relay's database. Only hashes of secrets are stored.</summary>
internal sealed class ConsoleSessionTable(ISqlStore store) : IConsoleSessionTable
{
    public static readonly Migration Schema = new(
        "security",
        2,
        Sqlite: "CREATE TABLE console_session (hash TEXT PRIMARY KEY, expires INTEGER NOT NULL) WITHOUT ROWID;",
        Postgres: "CREATE TABLE console_session (hash text PRIMARY KEY, expires bigint NOT NULL);");

    public async Task<IReadOnlyList<ConsoleSession>> LoadAsync(DateTimeOffset now, CancellationToken cancellation)
    {
        await store.WriteAsync([new("DELETE FROM console_session WHERE expires <= @now", ("now", now.ToUnixTimeMilliseconds()))], cancellation);
        return await store.ReadAsync(
            new("SELECT hash, expires FROM console_session"), row => new ConsoleSession(row.GetString(0), DateTimeOffset.FromUnixTimeMilliseconds(row.GetInt64(1))), cancellation);
    }

    public Task SaveAsync(ConsoleSession session, CancellationToken cancellation) => store.WriteAsync(
        [new("INSERT INTO console_session (hash, expires) VALUES (@hash, @expires)", ("hash", session.Hash), ("expires", session.ExpiresAt.ToUnixTimeMilliseconds()))],
        cancellation);
}
