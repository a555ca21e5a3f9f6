using Bridge.Server.Storage;

namespace Bridge.Server.Security;

/// <summary>Sessions in the relay's database. Only hashes of secrets are stored.</summary>
internal sealed class SqliteConsoleSessionTable(BridgeDatabase database) : IConsoleSessionTable
{
    public const string Schema = "CREATE TABLE console_session (hash TEXT PRIMARY KEY, expires INTEGER NOT NULL) WITHOUT ROWID;";

    public Task<IReadOnlyList<ConsoleSession>> LoadAsync(DateTimeOffset now, CancellationToken cancellation) =>
        database.WriteAsync<IReadOnlyList<ConsoleSession>>(
            connection =>
            {
                connection.Execute("DELETE FROM console_session WHERE expires <= $now", ("$now", now.ToUnixTimeMilliseconds()));
                return connection.Query(
                    "SELECT hash, expires FROM console_session", row => new ConsoleSession(row.GetString(0), DateTimeOffset.FromUnixTimeMilliseconds(row.GetInt64(1))));
            },
            cancellation);

    public Task SaveAsync(ConsoleSession session, CancellationToken cancellation) => database.WriteAsync(
        connection => connection.Execute(
            "INSERT INTO console_session (hash, expires) VALUES ($hash, $expires)", ("$hash", session.Hash), ("$expires", session.ExpiresAt.ToUnixTimeMilliseconds())),
        cancellation);
}
