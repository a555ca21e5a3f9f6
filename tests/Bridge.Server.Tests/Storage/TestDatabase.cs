using System.Diagnostics.Metrics;
using Bridge.Server.Storage;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace Bridge.Server.Tests.Storage;

/// <summary>Opens databases for tests.</summary>
internal static class TestDatabase
{
    public static readonly Migration Notes = new("notes", 1, "CREATE TABLE note (id INTEGER PRIMARY KEY, text TEXT NOT NULL UNIQUE)", "");

    private static readonly IMeterFactory Meters = new ServiceCollection().AddMetrics().BuildServiceProvider().GetRequiredService<IMeterFactory>();

    public static BridgeDatabase Open(string folder, params Migration[] migrations) => Open(new StorageOptions { DataFolder = folder }, migrations);

    public static BridgeDatabase Open(StorageOptions options, params Migration[] migrations) =>
        BridgeDatabase.Open(options, migrations, TimeProvider.System, new StorageMetrics(Meters), NullLogger<BridgeDatabase>.Instance);

    public static Task AddNoteAsync(this BridgeDatabase database, string text) => database.WriteAsync(connection =>
    {
        using var command = connection.CreateCommand();
        command.CommandText = "INSERT INTO note (text) VALUES ($text)";
        command.Parameters.AddWithValue("$text", text);
        command.ExecuteNonQuery();
    });

    public static async Task<T> ScalarAsync<T>(this BridgeDatabase database, string sql) => await database.ReadAsync(connection =>
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return (T)command.ExecuteScalar()!;
    });
}
