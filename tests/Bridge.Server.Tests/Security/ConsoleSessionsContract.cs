using Bridge.Server.Security;
using Bridge.Server.Storage;
using Bridge.Server.Tests.Storage;
using Microsoft.Extensions.Logging.Abstractions;

namespace Bridge.Server.Tests.Security;

/// <summary>What the web consoles' sessions must do in every database.</summary>
public abstract class ConsoleSessionsContract : StoredTest
{
    private readonly ManualTime _time = new();
    private readonly Migration _schema = ConsoleSessionTable.Schema with { Version = 1 };

    [Fact]
    public async Task Open_AndRestart_IsStillSignedIn()
    {
        var secret = await (await SessionsAsync()).OpenAsync(default);

        var sessions = await SessionsAsync();
        await sessions.LoadAsync(default);

        Assert.Equal(ConsoleScopes.All, sessions.Find(secret)?.Scopes);
        Assert.Null(sessions.Find(secret + "x"));
    }

    [Theory]
    [InlineData(-1, true)]
    [InlineData(0, false)]
    public async Task Find_AroundExpiry_EndsExactlyThen(int millisecondsAfter, bool valid)
    {
        var sessions = await SessionsAsync();
        var secret = await sessions.OpenAsync(default);

        _time.Advance(ConsoleSessions.Lifetime + TimeSpan.FromMilliseconds(millisecondsAfter));

        Assert.Equal(valid, sessions.Find(secret) is not null);
    }

    [Fact]
    public async Task Load_Expired_IsForgottenInTheDatabaseToo()
    {
        await (await SessionsAsync()).OpenAsync(default);
        _time.Advance(ConsoleSessions.Lifetime);

        await (await SessionsAsync()).LoadAsync(default);

        Assert.Equal([0], await (await OpenAsync(_schema)).ReadAsync(new("SELECT count(*) FROM console_session"), row => row.GetInt64(0)));
    }

    private async Task<ConsoleSessions> SessionsAsync() => new(new ConsoleSessionTable(await OpenAsync(_schema)), _time, NullLogger<ConsoleSessions>.Instance);
}
