using Bridge.Server.Storage;

namespace Bridge.Server.Rooms;

/// <summary>Rooms and devices in the relay's database.</summary>
internal sealed class SqliteDeviceTable(BridgeDatabase database) : IDeviceTable
{
    public const string Schema =
        "CREATE TABLE room (name TEXT PRIMARY KEY) WITHOUT ROWID;"
        + "CREATE TABLE device (id TEXT PRIMARY KEY, room TEXT NOT NULL, label TEXT NOT NULL, color TEXT NOT NULL, agent TEXT, seen INTEGER NOT NULL) WITHOUT ROWID;";

    public Task<IReadOnlyList<string>> LoadRoomsAsync(CancellationToken cancellation) => database.ReadAsync<IReadOnlyList<string>>(
        connection =>
        {
            using var command = connection.CreateCommand();
            command.CommandText = "SELECT name FROM room";
            using var rows = command.ExecuteReader();
            var rooms = new List<string>();
            while (rows.Read())
            {
                rooms.Add(rows.GetString(0));
            }

            return rooms;
        },
        cancellation).AsTask();

    public Task<IReadOnlyList<DeviceRecord>> LoadDevicesAsync(CancellationToken cancellation) => database.ReadAsync<IReadOnlyList<DeviceRecord>>(
        connection =>
        {
            using var command = connection.CreateCommand();
            command.CommandText = "SELECT id, room, label, color, agent, seen FROM device";
            using var rows = command.ExecuteReader();
            var devices = new List<DeviceRecord>();
            while (rows.Read())
            {
                var agent = rows.IsDBNull(4) ? null : rows.GetString(4);
                devices.Add(new DeviceRecord(
                    rows.GetString(0), rows.GetString(1), rows.GetString(2), rows.GetString(3), agent, DateTimeOffset.FromUnixTimeMilliseconds(rows.GetInt64(5))));
            }

            return devices;
        },
        cancellation).AsTask();

    public Task SaveRoomAsync(string room, CancellationToken cancellation) => database.WriteAsync(
        connection =>
        {
            using var command = connection.CreateCommand();
            command.CommandText = "INSERT INTO room (name) VALUES ($name) ON CONFLICT DO NOTHING";
            command.Parameters.AddWithValue("$name", room);
            command.ExecuteNonQuery();
        },
        cancellation);

    public Task SaveDeviceAsync(DeviceRecord device, CancellationToken cancellation) => database.WriteAsync(
        connection =>
        {
            using var command = connection.CreateCommand();
            command.CommandText =
                "INSERT INTO device (id, room, label, color, agent, seen) VALUES ($id, $room, $label, $color, $agent, $seen) "
                + "ON CONFLICT (id) DO UPDATE SET room = excluded.room, label = excluded.label, color = excluded.color, agent = excluded.agent, seen = excluded.seen";
            command.Parameters.AddWithValue("$id", device.Device);
            command.Parameters.AddWithValue("$room", device.Room);
            command.Parameters.AddWithValue("$label", device.Label);
            command.Parameters.AddWithValue("$color", device.Color);
            command.Parameters.AddWithValue("$agent", (object?)device.Agent ?? DBNull.Value);
            command.Parameters.AddWithValue("$seen", device.SeenAt.ToUnixTimeMilliseconds());
            command.ExecuteNonQuery();
        },
        cancellation);

    public Task DeleteDeviceAsync(string device, CancellationToken cancellation) => database.WriteAsync(
        connection =>
        {
            using var command = connection.CreateCommand();
            command.CommandText = "DELETE FROM device WHERE id = $id";
            command.Parameters.AddWithValue("$id", device);
            command.ExecuteNonQuery();
        },
        cancellation);
}
