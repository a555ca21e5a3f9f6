using Bridge.Server.Journal;

namespace Bridge.Server.Tests.Journal.Sqlite;

public sealed class SqliteJournalReadTests : JournalReadContract
{
    [Fact]
    public async Task Read_ByWords_AfterACrashBeforeTheyWereIndexed_FindsThem()
    {
        await using var home = new SqliteJournalHome();
        await using var journal = await home.OpenAsync(TimeProvider.System);
        var item = new JournalItem("""{"args":[{"value":"lost and found"}]}"""u8.ToArray(), JournalLevel.Log, "lost and found");
        await journal.AppendAsync(new JournalBatch("main", "d1", "p1", "log", 0, 0, [item]));

        // As after a crash: another process opens what is on the disk, and the words that waited in memory aren't there.
        await using var next = await home.OpenAsync(TimeProvider.System);
        Assert.Equal([0], await next.SeqsAsync(new JournalQuery { Words = "found" }));
    }

    private protected override Task<IJournalHome> HomeAsync() => Task.FromResult<IJournalHome>(new SqliteJournalHome());
}
