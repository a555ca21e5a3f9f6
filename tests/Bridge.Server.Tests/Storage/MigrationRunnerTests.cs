using Bridge.Server.Storage;

namespace Bridge.Server.Tests.Storage;

public sealed class MigrationRunnerTests
{
    private static readonly Migration Second = new("notes", 2, "ALTER TABLE note ADD COLUMN author TEXT", "");

    [Fact]
    public async Task Run_OnAnOlderFile_AppliesOnlyWhatIsMissing()
    {
        using var folder = new TemporaryFolder();
        await using (var old = TestDatabase.Open(folder.Path, TestDatabase.Notes))
        {
            await old.AddNoteAsync("kept");
        }

        await using var database = TestDatabase.Open(folder.Path, Second, TestDatabase.Notes);
        Assert.Equal(1, await database.ScalarAsync<long>("SELECT count(*) FROM note WHERE author IS NULL"));
        Assert.Equal(2, await database.ScalarAsync<long>("SELECT count(*) FROM migration"));
    }

    [Fact]
    public async Task Run_OnAFileOfANewerBuild_RefusesAndChangesNothing()
    {
        using var folder = new TemporaryFolder();
        await TestDatabase.Open(folder.Path, TestDatabase.Notes, Second).DisposeAsync();
        var error = Assert.Throws<StorageException>(() => TestDatabase.Open(folder.Path, TestDatabase.Notes));
        Assert.Contains("newer", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_WithAStepThatFails_LeavesTheFeatureAsItWas()
    {
        using var folder = new TemporaryFolder();
        var broken = new Migration("notes", 2, "CREATE TABLE half (id); SELECT nonsense", "");
        Assert.Throws<StorageException>(() => TestDatabase.Open(folder.Path, TestDatabase.Notes, broken));
        await using var database = TestDatabase.Open(folder.Path);
        Assert.Equal(0, await database.ScalarAsync<long>("SELECT count(*) FROM sqlite_schema WHERE name IN ('note', 'half')"));
    }

    [Fact]
    public void Run_WithAGapInTheVersions_SaysSo()
    {
        using var folder = new TemporaryFolder();
        Assert.Throws<StorageException>(() => TestDatabase.Open(folder.Path, Second));
    }

    [Fact]
    public async Task Run_InTwoProcessesWorthOfConnections_AppliesOnce()
    {
        using var folder = new TemporaryFolder();
        var databases = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() => TestDatabase.Open(folder.Path, TestDatabase.Notes, Second))));
        foreach (var database in databases)
        {
            Assert.Equal(2, await database.ScalarAsync<long>("SELECT count(*) FROM migration"));
            await database.DisposeAsync();
        }
    }
}
