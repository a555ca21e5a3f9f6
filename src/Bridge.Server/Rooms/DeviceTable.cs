using System.Data.Common;
using Bridge.Server.Storage;

namespace Bridge.Server.Rooms;

/// <summary>Rooms and devices in the relay's database.</summary>
internal sealed class DeviceTable(ISqlStore store) : IDeviceTable
{
    public static readonly Migration Schema = new(
        "rooms",
        1,
        Sqlite: "CREATE TABLE room (name TEXT PRIMARY KEY) WITHOUT ROWID;"
            + "CREATE TABLE device (id TEXT PRIMARY KEY, room TEXT NOT NULL, label TEXT NOT NULL, color TEXT NOT NULL, agent TEXT, seen INTEGER NOT NULL) WITHOUT ROWID;",
        Postgres: "CREATE TABLE room (name text PRIMARY KEY);"
            + "CREATE TABLE device (id text PRIMARY KEY, room text NOT NULL, label text NOT NULL, color text NOT NULL, agent text, seen bigint NOT NULL);");

    private const string Upsert =
        "INSERT INTO device (id, room, label, color, agent, seen) VALUES (@id, @room, @label, @color, @agent, @seen) "
        + "ON CONFLICT (id) DO UPDATE SET room = excluded.room, label = excluded.label, color = excluded.color, agent = excluded.agent, seen = excluded.seen";

    public Task<IReadOnlyList<string>> LoadRoomsAsync(CancellationToken cancellation) =>
        store.ReadAsync(new("SELECT name FROM room"), row => row.GetString(0), cancellation);

    public Task<IReadOnlyList<DeviceRecord>> LoadDevicesAsync(CancellationToken cancellation) =>
        store.ReadAsync(new("SELECT id, room, label, color, agent, seen FROM device"), Read, cancellation);

    public Task SaveRoomAsync(string room, CancellationToken cancellation) =>
        store.WriteAsync([new("INSERT INTO room (name) VALUES (@name) ON CONFLICT DO NOTHING", ("name", room))], cancellation);

    public Task SaveDeviceAsync(DeviceRecord device, CancellationToken cancellation) => store.WriteAsync(
        [
            new(
                Upsert,
                ("id", device.Device),
                ("room", device.Room),
                ("label", device.Label),
                ("color", device.Color),
                ("agent", device.Agent),
                ("seen", device.SeenAt.ToUnixTimeMilliseconds())),
        ],
        cancellation);

    public Task DeleteDeviceAsync(string device, CancellationToken cancellation) =>
        store.WriteAsync([new("DELETE FROM device WHERE id = @id", ("id", device))], cancellation);

    private static DeviceRecord Read(DbDataReader row) => new(
        row.GetString(0),
        row.GetString(1),
        row.GetString(2),
        row.GetString(3),
        row.IsDBNull(4) ? null : row.GetString(4),
        DateTimeOffset.FromUnixTimeMilliseconds(row.GetInt64(5)));
}
