using Bridge.Server.Journal;
using Bridge.Server.Journal.Postgres;
using Bridge.Server.Tests.Storage.Postgres;

namespace Bridge.Server.Tests.Journal.Postgres;

/// <summary>A database of its own, opened as often as asked: as several relays on one database would.</summary>
internal sealed class PostgresJournalHome(string location) : IJournalHome
{
    private readonly PostgresStoreHome _home = new(location);

    public async Task<IJournal> OpenAsync(TimeProvider time) => new PostgresJournal(await _home.OpenDatabaseAsync(JournalSchema.Version1, JournalSchema.Version2), time);

    public ValueTask DisposeAsync() => _home.DisposeAsync();
}
