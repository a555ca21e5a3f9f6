using Bridge.Server.Journal;
using Bridge.Server.Journal.Sqlite;
using Bridge.Server.Storage;
using Bridge.Server.Tests.Storage;

namespace Bridge.Server.Tests.Journal.Sqlite;

/// <summary>A folder with a database. Opening again closes the one before.</summary>
internal sealed class SqliteJournalHome : IJournalHome
{
    private readonly TemporaryFolder _folder = new();
    private BridgeDatabase? _database;

    public async Task<IJournal> OpenAsync(TimeProvider time)
    {
        await CloseAsync();
        _database = TestDatabase.Open(_folder.Path, new Migration(SqliteJournalSchema.Feature, 1, SqliteJournalSchema.Version1));
        return new SqliteJournal(_database, time);
    }

    public async ValueTask DisposeAsync()
    {
        await CloseAsync();
        _folder.Dispose();
    }

    private ValueTask CloseAsync() => _database?.DisposeAsync() ?? ValueTask.CompletedTask;
}
