using Bridge.Server.Storage;
using Microsoft.Data.Sqlite;

namespace Bridge.Server.Tests.Storage;

public sealed class BridgeDatabaseTests
{
    [Fact]
    public async Task Write_OnceAwaited_IsThereAfterReopening()
    {
        using var folder = new TemporaryFolder();
        await using (var database = TestDatabase.Open(folder.Path, TestDatabase.Notes))
        {
            await database.AddNoteAsync("kept");
        }

        await using var again = TestDatabase.Open(folder.Path, TestDatabase.Notes);
        Assert.Equal("kept", await again.ScalarAsync<string>("SELECT text FROM note"));
    }

    [Fact]
    public async Task Write_WorkThatThrows_UndoesItselfAlone()
    {
        using var folder = new TemporaryFolder();
        await using var database = TestDatabase.Open(folder.Path, TestDatabase.Notes);
        using var gate = new ManualResetEventSlim();
        var blocker = database.WriteAsync(_ => gate.Wait()); // So that the next three are one group.
        var first = database.AddNoteAsync("same");
        var second = database.AddNoteAsync("same");
        var third = database.AddNoteAsync("other");
        gate.Set();
        await Task.WhenAll(blocker, first, third);
        await Assert.ThrowsAsync<SqliteException>(() => second);
        Assert.Equal(2, await database.ScalarAsync<long>("SELECT count(*) FROM note"));
    }

    [Fact]
    public async Task Write_FromManyAtOnce_KeepsEveryOne()
    {
        using var folder = new TemporaryFolder();
        await using var database = TestDatabase.Open(new StorageOptions { DataFolder = folder.Path, WriteQueue = 4, GroupSize = 3 }, TestDatabase.Notes);
        await Task.WhenAll(Enumerable.Range(0, 200).Select(i => Task.Run(() => database.AddNoteAsync($"n{i}"))));
        Assert.Equal(200, await database.ScalarAsync<long>("SELECT count(*) FROM note"));
    }

    [Fact]
    public async Task Write_WhenTheFileCannotGrow_FailsAndWorksAgainWhenItCan()
    {
        using var folder = new TemporaryFolder();
        await using var database = TestDatabase.Open(folder.Path, TestDatabase.Notes);
        await database.WriteAsync(connection => Run(connection, "PRAGMA max_page_count = 16"));
        var full = await Assert.ThrowsAnyAsync<SqliteException>(() => database.AddNoteAsync(new string('x', 200_000)));
        Assert.Equal(13, full.SqliteErrorCode); // SQLITE_FULL
        await database.WriteAsync(connection => Run(connection, "PRAGMA max_page_count = 1000"));
        await database.AddNoteAsync(new string('x', 200_000));
        Assert.Equal(1, await database.ScalarAsync<long>("SELECT count(*) FROM note"));
    }

    [Fact]
    public async Task Dispose_WithWorkWaiting_WritesItAndRefusesMore()
    {
        using var folder = new TemporaryFolder();
        var database = TestDatabase.Open(folder.Path, TestDatabase.Notes);
        var writes = Enumerable.Range(0, 50).Select(i => database.AddNoteAsync($"n{i}")).ToArray();
        await database.DisposeAsync();
        await Task.WhenAll(writes);
        await Assert.ThrowsAnyAsync<Exception>(() => database.AddNoteAsync("late"));
    }

    [Fact]
    public async Task Reader_ThatWrites_IsRefused()
    {
        using var folder = new TemporaryFolder();
        await using var database = TestDatabase.Open(folder.Path, TestDatabase.Notes);
        await Assert.ThrowsAsync<SqliteException>(() => database.ScalarAsync<string>("INSERT INTO note (text) VALUES ('x') RETURNING text"));
    }

    [Fact]
    public async Task Reader_BeyondTheLimit_WaitsForOneToEnd()
    {
        using var folder = new TemporaryFolder();
        await using var database = TestDatabase.Open(new StorageOptions { DataFolder = folder.Path, Readers = 1 }, TestDatabase.Notes);
        var lease = await database.RentReaderAsync();
        var second = database.ReadAsync(_ => 7).AsTask();
        Assert.False(second.IsCompleted);
        lease.Dispose();
        Assert.Equal(7, await second);
    }

    [Fact]
    public async Task Settings_OfTheWriter_AreTheDurableOnes()
    {
        using var folder = new TemporaryFolder();
        await using var database = TestDatabase.Open(folder.Path);
        var (mode, synchronous) = await database.WriteAsync(connection => (Scalar(connection, "PRAGMA journal_mode"), Scalar(connection, "PRAGMA synchronous")));
        Assert.Equal("wal", mode);
        Assert.Equal(2L, synchronous); // FULL
    }

    [Fact]
    public async Task Files_OnUnix_AreTheOwnersOnly()
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        using var folder = new TemporaryFolder();
        var data = Path.Combine(folder.Path, "data");
        await using var database = TestDatabase.Open(data, TestDatabase.Notes);
        await database.AddNoteAsync("x");
        const UnixFileMode owner = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        Assert.Equal(owner | UnixFileMode.UserExecute, File.GetUnixFileMode(data));
        var files = Directory.GetFiles(data);
        Assert.Equal(3, files.Length); // the database, its WAL and its index
        foreach (var file in files)
        {
            Assert.Equal(owner, File.GetUnixFileMode(file));
        }
    }

    [Fact]
    public void Open_OnAFileThatIsNoDatabase_SaysWhichFile()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(Path.Combine(folder.Path, "bridge.db"), new string('x', 4096));
        var error = Assert.Throws<StorageException>(() => TestDatabase.Open(folder.Path));
        Assert.Contains("bridge.db", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Validator_WithSeveralFaults_ReportsAll()
    {
        var result = new StorageOptionsValidator().Validate(null, new StorageOptions
        {
            DataFolder = " ",
            Postgres = "mysql://me:secret@db",
            BusyTimeout = -1,
            WriteQueue = 0,
            GroupSize = 0,
            Readers = 65,
        });
        Assert.DoesNotContain("secret", result.FailureMessage, StringComparison.Ordinal);
        Assert.Equal(6, result.Failures!.Count());
    }

    private static void Run(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    private static object Scalar(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return command.ExecuteScalar()!;
    }
}
