using Bridge.Server.Security;
using Bridge.Server.Storage;
using Bridge.Server.Tests.Storage;

namespace Bridge.Server.Tests.Security;

public sealed class ConsoleSessionsTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly ManualTime _time = new();
    private readonly Migration _schema = new("security", 1, SqliteConsoleSessionTable.Schema);

    [Fact]
    public async Task Open_AndRestart_IsStillSignedIn()
    {
        string secret;
        await using (var database = Open())
        {
            secret = await new ConsoleSessions(new SqliteConsoleSessionTable(database), _time).OpenAsync(default);
        }

        await using var again = Open();
        var sessions = new ConsoleSessions(new SqliteConsoleSessionTable(again), _time);
        await sessions.LoadAsync(default);

        Assert.Equal(ConsoleScopes.All, sessions.Find(secret)?.Scopes);
        Assert.Null(sessions.Find(secret + "x"));
    }

    [Theory]
    [InlineData(-1, true)]
    [InlineData(0, false)]
    public async Task Find_AroundExpiry_EndsExactlyThen(int millisecondsAfter, bool valid)
    {
        await using var database = Open();
        var sessions = new ConsoleSessions(new SqliteConsoleSessionTable(database), _time);
        var secret = await sessions.OpenAsync(default);

        _time.Advance(ConsoleSessions.Lifetime + TimeSpan.FromMilliseconds(millisecondsAfter));

        Assert.Equal(valid, sessions.Find(secret) is not null);
    }

    [Fact]
    public async Task Load_Expired_IsForgottenInTheFileToo()
    {
        await using var database = Open();
        var table = new SqliteConsoleSessionTable(database);
        await new ConsoleSessions(table, _time).OpenAsync(default);
        _time.Advance(ConsoleSessions.Lifetime);

        await new ConsoleSessions(table, _time).LoadAsync(default);

        Assert.Equal(0L, await database.ScalarAsync<long>("SELECT COUNT(*) FROM console_session"));
    }

    public void Dispose() => _folder.Dispose();

    private BridgeDatabase Open() => TestDatabase.Open(_folder.Path, _schema);
}
