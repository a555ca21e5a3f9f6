using Bridge.Cli.Relays;
using Bridge.Server.Relay;

namespace Bridge.Cli.Tests.Relays;

public sealed class RelayLocatorTests
{
    private static readonly RunFile Newest = new(1, "newest", "http://127.0.0.1:6001", "token-1", DateTimeOffset.UnixEpoch.AddHours(2));
    private static readonly RunFile Older = new(2, "older", "http://127.0.0.1:6002", "token-2", DateTimeOffset.UnixEpoch.AddHours(1));

    private readonly Dictionary<string, string> _environment = [];

    [Fact]
    public void Find_NothingNamed_IsTheNewestThatRuns() =>
        Assert.Equal(new RelayAccess(new Uri("http://127.0.0.1:6001"), "token-1"), Find(null));

    [Fact]
    public void Find_Named_IsThatOneWithItsRunFilesToken() =>
        Assert.Equal(new RelayAccess(new Uri("http://localhost:6002"), "token-2"), Find("localhost:6002"));

    [Fact]
    public void Find_NamedByEnvironment_IsThatOne()
    {
        _environment["BRIDGE_RELAY"] = "http://127.0.0.1:6002/anything";
        Assert.Equal(new RelayAccess(new Uri("http://127.0.0.1:6002"), "token-2"), Find(null));
    }

    [Fact]
    public void Find_OptionAndEnvironment_OptionWins()
    {
        _environment["BRIDGE_RELAY"] = "http://127.0.0.1:6002";
        Assert.Equal("token-1", Find("http://127.0.0.1:6001").Token);
    }

    [Fact]
    public void Find_ElsewhereWithToken_UsesTheToken()
    {
        _environment["BRIDGE_ADMIN_TOKEN"] = "secret";
        Assert.Equal(new RelayAccess(new Uri("https://relay.example:8443"), "secret"), Find("https://relay.example:8443"));
    }

    [Fact]
    public void Find_ElsewhereWithoutToken_SaysWhatIsMissing()
    {
        var failure = Assert.Throws<CommandFailedException>(() => Find("https://relay.example"));
        Assert.Equal(ExitCodes.NoRelay, failure.ExitCode);
        Assert.Contains("BRIDGE_ADMIN_TOKEN", failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("::")]
    [InlineData("ftp://x")]
    [InlineData("http://")]
    public void Find_NotAnAddress_IsAUsageError(string named) =>
        Assert.Equal(ExitCodes.Usage, Assert.Throws<CommandFailedException>(() => Find(named)).ExitCode);

    [Fact]
    public void Find_NoneRuns_SaysHowToStartOne()
    {
        var failure = Assert.Throws<CommandFailedException>(() => new RelayLocator(_ => null, () => []).Find(null));
        Assert.Equal(ExitCodes.NoRelay, failure.ExitCode);
        Assert.Contains("bridge serve", failure.Message, StringComparison.Ordinal);
    }

    private RelayAccess Find(string? named) => new RelayLocator(_environment.GetValueOrDefault, () => [Newest, Older]).Find(named);
}
