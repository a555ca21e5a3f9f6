namespace Bridge.Server.Tests.Journal.Sqlite;

public sealed class SqliteJournalReadTests : JournalReadContract
{
    private protected override Task<IJournalHome> HomeAsync() => Task.FromResult<IJournalHome>(new SqliteJournalHome());
}
