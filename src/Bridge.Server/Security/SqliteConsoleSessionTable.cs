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
                using var command = connection.CreateCommand();
                command.CommandText = "DELETE FROM console_session WHERE expires <= $now; SELECT hash, expires FROM console_session";
                command.Parameters.AddWithValue("$now", now.ToUnixTimeMilliseconds());
                using var rows = command.ExecuteReader();
                var sessions = new List<ConsoleSession>();
                while (rows.Read())
                {
                    sessions.Add(new ConsoleSession(rows.GetString(0), DateTimeOffset.FromUnixTimeMilliseconds(rows.GetInt64(1))));
                }

                return sessions;
            },
            cancellation);

    public Task SaveAsync(ConsoleSession session, CancellationToken cancellation) => database.WriteAsync(
        connection =>
        {
            using var command = connection.CreateCommand();
            command.CommandText = "INSERT INTO console_session (hash, expires) VALUES ($hash, $expires)";
            command.Parameters.AddWithValue("$hash", session.Hash);
            command.Parameters.AddWithValue("$expires", session.ExpiresAt.ToUnixTimeMilliseconds());
            command.ExecuteNonQuery();
        },
        cancellation);
}
