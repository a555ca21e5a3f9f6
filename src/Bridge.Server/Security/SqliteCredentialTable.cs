using Bridge.Server.Storage;
using Microsoft.Data.Sqlite;

namespace Bridge.Server.Security;

/// <summary>Credentials in the relay's database. Only hashes of secrets are stored.</summary>
internal sealed class SqliteCredentialTable(BridgeDatabase database) : ICredentialTable
{
    public const string Schema =
        "CREATE TABLE credential (hash TEXT PRIMARY KEY, device TEXT NOT NULL, room TEXT NOT NULL, issued INTEGER NOT NULL, expires INTEGER NOT NULL) WITHOUT ROWID;"
        + "CREATE INDEX credential_device ON credential (device);";

    public Task<IReadOnlyList<DeviceCredential>> LoadAsync(DateTimeOffset now, CancellationToken cancellation) =>
        database.WriteAsync<IReadOnlyList<DeviceCredential>>(
            connection =>
            {
                using var delete = connection.CreateCommand();
                delete.CommandText = "DELETE FROM credential WHERE expires <= $now";
                delete.Parameters.AddWithValue("$now", now.ToUnixTimeMilliseconds());
                delete.ExecuteNonQuery();

                using var select = connection.CreateCommand();
                select.CommandText = "SELECT hash, device, room, issued, expires FROM credential";
                using var rows = select.ExecuteReader();
                var credentials = new List<DeviceCredential>();
                while (rows.Read())
                {
                    credentials.Add(Read(rows));
                }

                return credentials;
            },
            cancellation);

    public Task SaveAsync(DeviceCredential credential, CancellationToken cancellation) => database.WriteAsync(
        connection =>
        {
            using var command = connection.CreateCommand();
            command.CommandText =
                "INSERT INTO credential (hash, device, room, issued, expires) VALUES ($hash, $device, $room, $issued, $expires) "
                + "ON CONFLICT (hash) DO UPDATE SET expires = excluded.expires";
            command.Parameters.AddWithValue("$hash", credential.Hash);
            command.Parameters.AddWithValue("$device", credential.Identity.Device);
            command.Parameters.AddWithValue("$room", credential.Identity.Room);
            command.Parameters.AddWithValue("$issued", credential.IssuedAt.ToUnixTimeMilliseconds());
            command.Parameters.AddWithValue("$expires", credential.ExpiresAt.ToUnixTimeMilliseconds());
            command.ExecuteNonQuery();
        },
        cancellation);

    public Task DeleteAsync(string device, CancellationToken cancellation) => database.WriteAsync(
        connection =>
        {
            using var command = connection.CreateCommand();
            command.CommandText = "DELETE FROM credential WHERE device = $device";
            command.Parameters.AddWithValue("$device", device);
            command.ExecuteNonQuery();
        },
        cancellation);

    private static DeviceCredential Read(SqliteDataReader row) => new(
        row.GetString(0),
        new DeviceIdentity(row.GetString(1), row.GetString(2)),
        DateTimeOffset.FromUnixTimeMilliseconds(row.GetInt64(3)),
        DateTimeOffset.FromUnixTimeMilliseconds(row.GetInt64(4)));
}
