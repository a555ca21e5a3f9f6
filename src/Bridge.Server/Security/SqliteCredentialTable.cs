using Bridge.Server.Storage;
using Microsoft.Data.Sqlite;

namespace Bridge.Server.Security;

/// <summary>Credentials in the relay's database. Only hashes of secrets are stored.</summary>
internal sealed class SqliteCredentialTable(BridgeDatabase database) : ICredentialTable
{
    public const string Schema =
        "CREATE TABLE credential (hash TEXT PRIMARY KEY, device TEXT NOT NULL, room TEXT NOT NULL, issued INTEGER NOT NULL, expires INTEGER NOT NULL) WITHOUT ROWID;"
        + "CREATE INDEX credential_device ON credential (device);";

    private const string Upsert =
        "INSERT INTO credential (hash, device, room, issued, expires) VALUES ($hash, $device, $room, $issued, $expires) "
        + "ON CONFLICT (hash) DO UPDATE SET expires = excluded.expires";

    public Task<IReadOnlyList<DeviceCredential>> LoadAsync(DateTimeOffset now, CancellationToken cancellation) =>
        database.WriteAsync<IReadOnlyList<DeviceCredential>>(
            connection =>
            {
                connection.Execute("DELETE FROM credential WHERE expires <= $now", ("$now", now.ToUnixTimeMilliseconds()));
                return connection.Query("SELECT hash, device, room, issued, expires FROM credential", Read);
            },
            cancellation);

    public Task SaveAsync(DeviceCredential credential, CancellationToken cancellation) => database.WriteAsync(
        connection => connection.Execute(
            Upsert,
            ("$hash", credential.Hash),
            ("$device", credential.Identity.Device),
            ("$room", credential.Identity.Room),
            ("$issued", credential.IssuedAt.ToUnixTimeMilliseconds()),
            ("$expires", credential.ExpiresAt.ToUnixTimeMilliseconds())),
        cancellation);

    public Task DeleteAsync(string device, CancellationToken cancellation) =>
        database.WriteAsync(connection => connection.Execute("DELETE FROM credential WHERE device = $device", ("$device", device)), cancellation);

    private static DeviceCredential Read(SqliteDataReader row) => new(
        row.GetString(0),
        new DeviceIdentity(row.GetString(1), row.GetString(2)),
        DateTimeOffset.FromUnixTimeMilliseconds(row.GetInt64(3)),
        DateTimeOffset.FromUnixTimeMilliseconds(row.GetInt64(4)));
}
