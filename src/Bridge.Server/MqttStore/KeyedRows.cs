using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Bridge.Server.Storage;
using Microsoft.Data.Sqlite;

namespace Bridge.Server.MqttStore;

/// <summary>A table of JSON values by key, saved all or nothing.</summary>
internal sealed class KeyedRows<T>(BridgeDatabase database, string table, JsonTypeInfo<T> type)
    where T : class
{
    public static string Schema(string table) => $"CREATE TABLE {table} (key TEXT PRIMARY KEY, value BLOB NOT NULL) WITHOUT ROWID;";

    public ValueTask<IReadOnlyList<T>> LoadAsync(CancellationToken cancellation) => database.ReadAsync<IReadOnlyList<T>>(
        connection =>
        {
            using var command = connection.CreateCommand();
            command.CommandText = $"SELECT value FROM {table}"; // a constant of ours
            using var rows = command.ExecuteReader();
            var values = new List<T>();
            while (rows.Read())
            {
                if (JsonSerializer.Deserialize(rows.GetFieldValue<byte[]>(0), type) is { } value)
                {
                    values.Add(value);
                }
            }

            return values;
        },
        cancellation);

    public async ValueTask SaveAsync(IEnumerable<(string Key, T Value)> changed, IReadOnlyList<string> removed, CancellationToken cancellation)
    {
        // Encoded here, so that the writer's thread has only to write.
        var rows = changed.Select(entry => (entry.Key, Json: JsonSerializer.SerializeToUtf8Bytes(entry.Value, type))).ToList();
        await database.WriteAsync(
            connection =>
            {
                Execute(connection, $"DELETE FROM {table} WHERE key = $key", removed.Select(key => (key, (byte[]?)null)));
                Execute(
                    connection,
                    $"INSERT INTO {table} (key, value) VALUES ($key, $value) ON CONFLICT (key) DO UPDATE SET value = excluded.value",
                    rows.Select(row => (row.Key, (byte[]?)row.Json)));
            },
            cancellation);
    }

    private static void Execute(SqliteConnection connection, string sql, IEnumerable<(string Key, byte[]? Value)> rows)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql; // only the table's name, a constant of ours, is put in
        var key = command.Parameters.Add("$key", SqliteType.Text);
        var value = command.Parameters.Add("$value", SqliteType.Blob);
        foreach (var row in rows)
        {
            key.Value = row.Key;
            value.Value = (object?)row.Value ?? DBNull.Value;
            command.ExecuteNonQuery();
        }
    }
}
