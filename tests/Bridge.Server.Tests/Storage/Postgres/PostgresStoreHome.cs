using Bridge.Server.Storage;
using Bridge.Server.Storage.Postgres;
using Microsoft.Extensions.Logging.Abstractions;

namespace Bridge.Server.Tests.Storage.Postgres;

/// <summary>A database of its own on a server.</summary>
internal sealed class PostgresStoreHome(string location) : ISqlStoreHome
{
    private readonly List<PostgresDatabase> _databases = [];

    public async Task<ISqlStore> OpenAsync(params Migration[] migrations) => await OpenDatabaseAsync(migrations);

    public async Task<PostgresDatabase> OpenDatabaseAsync(params Migration[] migrations)
    {
        var database = await PostgresDatabase.OpenAsync(location, migrations, TimeProvider.System, NullLogger.Instance, CancellationToken.None);
        lock (_databases)
        {
            _databases.Add(database);
        }

        return database;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var database in _databases)
        {
            await database.DisposeAsync();
        }
    }
}
