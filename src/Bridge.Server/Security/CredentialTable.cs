using System.Data.Common;
using Bridge.Server.Storage;

namespace Bridge.Server.Security;

/// <summary>Credentials in the relay's database. Only hashes of secrets are stored.</summary>
internal sealed class CredentialTable(ISqlStore store) : ICredentialTable
{
    public static readonly Migration Schema = new(
        "security",
        1,
        Sqlite: "CREATE TABLE credential (hash TEXT PRIMARY KEY, device TEXT NOT NULL, room TEXT NOT NULL, issued INTEGER NOT NULL, expires INTEGER NOT NULL) WITHOUT ROWID;"
            + "CREATE INDEX credential_device ON credential (device);",
        Postgres: "CREATE TABLE credential (hash text PRIMARY KEY, device text NOT NULL, room text NOT NULL, issued bigint NOT NULL, expires bigint NOT NULL);"
            + "CREATE INDEX credential_device ON credential (device);");

    private const string Upsert =
        "INSERT INTO credential (hash, device, room, issued, expires) VALUES (@hash, @device, @room, @issued, @expires) "
        + "ON CONFLICT (hash) DO UPDATE SET expires = excluded.expires";

    public async Task<IReadOnlyList<DeviceCredential>> LoadAsync(DateTimeOffset now, CancellationToken cancellation)
    {
        await store.WriteAsync([new("DELETE FROM credential WHERE expires <= @now", ("now", now.ToUnixTimeMilliseconds()))], cancellation);
        return await store.ReadAsync(new("SELECT hash, device, room, issued, expires FROM credential"), Read, cancellation);
    }

    public Task SaveAsync(DeviceCredential credential, CancellationToken cancellation) => store.WriteAsync(
        [
            new(
                Upsert,
                ("hash", credential.Hash),
                ("device", credential.Identity.Device),
                ("room", credential.Identity.Room),
                ("issued", credential.IssuedAt.ToUnixTimeMilliseconds()),
                ("expires", credential.ExpiresAt.ToUnixTimeMilliseconds())),
        ],
        cancellation);

    public Task DeleteAsync(string device, CancellationToken cancellation) =>
        store.WriteAsync([new("DELETE FROM credential WHERE device = @device", ("device", device))], cancellation);

    private static DeviceCredential Read(DbDataReader row) => new(
        row.GetString(0),
        new DeviceIdentity(row.GetString(1), row.GetString(2)),
        DateTimeOffset.FromUnixTimeMilliseconds(row.GetInt64(3)),
        DateTimeOffset.FromUnixTimeMilliseconds(row.GetInt64(4)));
}
