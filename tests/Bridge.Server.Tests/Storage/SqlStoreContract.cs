using Bridge.Server.Storage;

namespace Bridge.Server.Tests.Storage;

/// <summary>What every store must do.</summary>
public abstract class SqlStoreContract : StoredTest
{
    private static readonly Migration Notes = new(
        "notes",
        1,
        "CREATE TABLE note (text TEXT PRIMARY KEY, number INTEGER, bytes BLOB)",
        "CREATE TABLE note (text text PRIMARY KEY, number bigint, bytes bytea)");

    private static readonly Migration Authors = new("notes", 2, "ALTER TABLE note ADD COLUMN author TEXT", "ALTER TABLE note ADD COLUMN author text");

    [Fact]
    public async Task Write_OnceAwaited_IsThereForTheNextToOpen()
    {
        var store = await OpenAsync(Notes);
        await store.WriteAsync([Add("a", 4_000_000_000, [0, 1, 255])]);

        var again = await OpenAsync(Notes);
        var (text, number, bytes) = Assert.Single(await again.ReadAsync(
            new("SELECT text, number, bytes FROM note WHERE text = @text", ("text", "a")), row => (row.GetString(0), row.GetInt64(1), row.GetFieldValue<byte[]>(2))));
        Assert.Equal(("a", 4_000_000_000), (text, number));
        Assert.Equal([0, 1, 255], bytes);
    }

    [Fact]
    public async Task Write_Nulls_ComeBackAsNulls()
    {
        var store = await OpenAsync(Notes);
        await store.WriteAsync([Add("a", null, null)]);
        Assert.Equal([(true, true)], await store.ReadAsync(new("SELECT number, bytes FROM note"), row => (row.IsDBNull(0), row.IsDBNull(1))));
    }

    [Fact]
    public async Task Write_WhereTheLastStatementFails_KeepsNoneOfThem()
    {
        var store = await OpenAsync(Notes);
        await store.WriteAsync([Add("there", 1, null)]);
        await Assert.ThrowsAsync<StorageException>(() => store.WriteAsync([Add("new", 2, null), Add("there", 3, null)]));
        Assert.Equal(["there"], await TextsAsync(store));
        await store.WriteAsync([Add("new", 2, null)]);
        Assert.Equal(["new", "there"], await TextsAsync(store));
    }

    [Fact]
    public async Task Write_Nothing_DoesNothing() => await (await OpenAsync(Notes)).WriteAsync([]);

    [Fact]
    public async Task Read_OfNonsense_SaysSo()
    {
        var store = await OpenAsync(Notes);
        await Assert.ThrowsAsync<StorageException>(() => store.ReadAsync(new("SELECT nothing FROM nowhere"), row => row.GetString(0)));
    }

    [Fact]
    public async Task Open_OnAnOlderDatabase_AppliesOnlyWhatIsMissing()
    {
        await (await OpenAsync(Notes)).WriteAsync([Add("kept", 1, null)]);
        var store = await OpenAsync(Authors, Notes);
        Assert.Equal(["kept"], await store.ReadAsync(new("SELECT text FROM note WHERE author IS NULL"), row => row.GetString(0)));
    }

    [Fact]
    public async Task Open_OnADatabaseOfANewerBuild_Refuses()
    {
        await OpenAsync(Notes, Authors);
        var error = await Assert.ThrowsAsync<StorageException>(() => OpenAsync(Notes));
        Assert.Contains("newer", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Open_WithAStepThatFails_LeavesTheFeatureAsItWas()
    {
        const string half = "CREATE TABLE half (id INTEGER); SELECT nonsense";
        await Assert.ThrowsAsync<StorageException>(() => OpenAsync(Notes, new Migration("notes", 2, half, half)));
        Assert.Empty(await TextsAsync(await OpenAsync(Notes, Authors)));
    }

    [Fact]
    public async Task Open_SeveralAtOnce_AppliesOnce()
    {
        var stores = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() => OpenAsync(Notes, Authors))));
        foreach (var store in stores)
        {
            Assert.Equal([2], await store.ReadAsync(new("SELECT count(*) FROM migration"), row => row.GetInt64(0)));
        }
    }

    private static SqlStatement Add(string text, long? number, byte[]? bytes) =>
        new("INSERT INTO note (text, number, bytes) VALUES (@text, @number, @bytes)", ("text", text), ("number", number), ("bytes", bytes));

    private static Task<IReadOnlyList<string>> TextsAsync(ISqlStore store) => store.ReadAsync(new("SELECT text FROM note ORDER BY text"), row => row.GetString(0));
}
