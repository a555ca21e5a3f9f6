using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Bridge.Server.Storage;

namespace Bridge.Server.MqttStore;

/// <summary>A table of JSON values by key, saved all or nothing.</summary>
/// <param name="store">The relay's database.</param>
/// <param name="table">The table's name, a constant of ours: it is put into the SQL.</param>
/// <param name="type">How a value is written.</param>
internal sealed class KeyedRows<T>(ISqlStore store, string table, JsonTypeInfo<T> type)
    where T : class
{
    private readonly SqlStatement _load = new($"SELECT value FROM {table}");
    private readonly string _delete = $"DELETE FROM {table} WHERE key = @key";
    private readonly string _upsert = $"INSERT INTO {table} (key, value) VALUES (@key, @value) ON CONFLICT (key) DO UPDATE SET value = excluded.value";

    public async ValueTask<IReadOnlyList<T>> LoadAsync(CancellationToken cancellation) =>
        [.. (await store.ReadAsync(_load, row => JsonSerializer.Deserialize(row.GetFieldValue<byte[]>(0), type), cancellation)).OfType<T>()];

    public async ValueTask SaveAsync(IEnumerable<(string Key, T Value)> changed, IReadOnlyList<string> removed, CancellationToken cancellation) => await store.WriteAsync(
        [
            .. removed.Select(key => new SqlStatement(_delete, ("key", key))),
            .. changed.Select(entry => new SqlStatement(_upsert, ("key", entry.Key), ("value", JsonSerializer.SerializeToUtf8Bytes(entry.Value, type)))),
        ],
        cancellation);
}
