using Bridge.Server.Journal;
using Bridge.Server.Journal.Postgres;

namespace Bridge.Server.Tests.Journal.Postgres;

/// <summary>A database of its own, opened as often as asked: as several relays on one database would.</summary>
internal sealed class PostgresJournalHome(string location) : IJournalHome
{
    public async Task<IJournal> OpenAsync(TimeProvider time) => await PostgresJournal.OpenAsync(location, time, CancellationToken.None);

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
