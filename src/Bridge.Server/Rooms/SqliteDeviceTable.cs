using Bridge.Server.Storage;
using Microsoft.Data.Sqlite;

namespace Bridge.Server.Rooms;

/// <summary>Rooms and devices in the relay's database.</summary>
internal sealed class SqliteDeviceTable(BridgeDatabase database) : IDeviceTable
{
    public const string Schema =
        "CREATE TABLE room (name TEXT PRIMARY KEY) WITHOUT ROWID;"
        + "CREATE TABLE device (id TEXT PRIMARY KEY, room TEXT NOT NULL, label TEXT NOT NULL, color TEXT NOT NULL, agent TEXT, seen INTEGER NOT NULL) WITHOUT ROWID;";

    private const string Upsert =
        "INSERT INTO device (id, room, label, color, agent, seen) VALUES ($id, $room, $label, $color, $agent, $seen) "
        + "ON CONFLICT (id) DO UPDATE SET room = excluded.room, label = excluded.label, color = excluded.color, agent = excluded.agent, seen = excluded.seen";

    public async Task<IReadOnlyList<string>> LoadRoomsAsync(CancellationToken cancellation) =>
        await database.ReadAsync(connection => connection.Query("SELECT name FROM room", row => row.GetString(0)), cancellation);

    public async Task<IReadOnlyList<DeviceRecord>> LoadDevicesAsync(CancellationToken cancellation) =>
        await database.ReadAsync(connection => connection.Query("SELECT id, room, label, color, agent, seen FROM device", Read), cancellation);

    public Task SaveRoomAsync(string room, CancellationToken cancellation) =>
        database.WriteAsync(connection => connection.Execute("INSERT INTO room (name) VALUES ($name) ON CONFLICT DO NOTHING", ("$name", room)), cancellation);

    public Task SaveDeviceAsync(DeviceRecord device, CancellationToken cancellation) => database.WriteAsync(
        connection => connection.Execute(
            Upsert,
            ("$id", device.Device),
            ("$room", device.Room),
            ("$label", device.Label),
            ("$color", device.Color),
            ("$agent", device.Agent),
            ("$seen", device.SeenAt.ToUnixTimeMilliseconds())),
        cancellation);

    public Task DeleteDeviceAsync(string device, CancellationToken cancellation) =>
        database.WriteAsync(connection => connection.Execute("DELETE FROM device WHERE id = $id", ("$id", device)), cancellation);

    private static DeviceRecord Read(SqliteDataReader row) => new(
        row.GetString(0),
        row.GetString(1),
        row.GetString(2),
        row.GetString(3),
        row.IsDBNull(4) ? null : row.GetString(4),
        DateTimeOffset.FromUnixTimeMilliseconds(row.GetInt64(5)));
}
