namespace Bridge.Server.Tests.Journal.Sqlite;

public sealed class SqliteJournalAppendTests : JournalAppendContract
{
    private protected override Task<IJournalHome> HomeAsync() => Task.FromResult<IJournalHome>(new SqliteJournalHome());
}
