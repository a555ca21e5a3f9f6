using Bridge.Server.Journal;
using Bridge.Server.Journal.Sqlite;
using Bridge.Server.Storage;
using Bridge.Server.Tests.Storage;

namespace Bridge.Server.Tests.Journal.Sqlite;

/// <summary>A folder with a database, opened as often as asked: as several relays on one folder would.</summary>
internal sealed class SqliteJournalHome : IJournalHome
{
    private readonly TemporaryFolder _folder = new();
    private readonly List<BridgeDatabase> _databases = [];

    public Task<IJournal> OpenAsync(TimeProvider time)
    {
        var database = TestDatabase.Open(_folder.Path, JournalSchema.Version1, JournalSchema.Version2);
        _databases.Add(database);
        return Task.FromResult<IJournal>(new SqliteJournal(database, time));
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
