using Bridge.Server.Storage;

namespace Bridge.Server.Tests.Storage.Sqlite;

/// <summary>A folder with a database.</summary>
internal sealed class SqliteStoreHome : ISqlStoreHome
{
    private readonly TemporaryFolder _folder = new();
    private readonly List<BridgeDatabase> _databases = [];

    public Task<ISqlStore> OpenAsync(params Migration[] migrations)
    {
        var database = TestDatabase.Open(_folder.Path, migrations);
        lock (_databases)
        {
            _databases.Add(database);
        }

        return Task.FromResult<ISqlStore>(new SqliteStore(database));
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var database in _databases)
        {
            await database.DisposeAsync();
        }

        _folder.Dispose();
    }
}
