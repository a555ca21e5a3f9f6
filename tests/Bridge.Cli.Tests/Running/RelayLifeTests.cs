using System.Security.Cryptography.X509Certificates;
using System.Text.Json;

namespace Bridge.Cli.Tests.Running;

/// <summary>How a relay starts and ends, as a process.</summary>
public sealed class RelayLifeTests : IDisposable
{
    private readonly string _folder = Path.Combine(Path.GetTempPath(), $"bridge-life-{Guid.NewGuid():n}");

    [Theory]
    [InlineData("INT")]
    [InlineData("TERM")]
    public async Task Relay_AskedToStop_SaysSoOnceAndEndsWithZero(string signal)
    {
        await using var relay = Start();
        var ready = JsonElement.Parse(await relay.LineAsync("ready"));
        Assert.All(
            ["device", "deviceTls", "console", "mqtt", "pairUrl", "consoleUrl"],
            name => Assert.False(string.IsNullOrEmpty(ready.GetProperty(name).GetString())));
        Assert.Single(Directory.GetFiles(RunFolder));

        await relay.SignalAsync(signal);
        await relay.LineAsync("\"event\":\"stopped\"");
        Assert.Equal(0, await relay.ExitCodeAsync());
        Assert.Empty(Directory.GetFiles(RunFolder));
    }

    [Theory]
    [InlineData("--mqtt-open", true)]
    [InlineData("--no-tls", false)]
    public async Task Relay_OpenForMqtt_SaysWhomItTakes(string flag, bool open)
    {
        await using var relay = BridgeProcess.Start(State, [.. Arguments, flag]);
        Assert.Equal(open, (await relay.LineAsync("mqtt://")).Contains("anyone on this machine", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Commands_NobodyConnected_EndAsDocumented()
    {
        await using var relay = Start();
        await relay.LineAsync("ready");
        Assert.Equal(0, (await BridgeProcess.RunAsync(State, "devices")).Code);
        Assert.Equal(4, (await BridgeProcess.RunAsync(State, "eval", "1")).Code);
        Assert.Equal(4, (await BridgeProcess.RunAsync(State, "reload")).Code);
        Assert.Equal(4, (await BridgeProcess.RunAsync(State, "devices", "--room", "attic")).Code);
    }

    [Fact]
    public async Task CaExport_RelayIsRunning_IsTheCertificateThatItSigned()
    {
        await using var relay = Start();
        var ready = JsonElement.Parse(await relay.LineAsync("ready"));
        using var authority = X509Certificate2.CreateFromPem((await BridgeProcess.RunAsync(State, "ca", "export", "--data", Path.Combine(_folder, "data"))).Output);
        var trust = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
        trust.CustomTrustStore.Add(authority);
        using var client = new HttpClient(new SocketsHttpHandler { SslOptions = { CertificateChainPolicy = trust } });
        using var answer = await client.GetAsync(ready.GetProperty("deviceTls").GetString() + "/_bridge/pair"); // throws where the chain is not trusted
        Assert.True(answer.IsSuccessStatusCode);
    }

    [Fact]
    public async Task Commands_RelayWasKilled_FindNone()
    {
        await using var relay = Start();
        await relay.LineAsync("ready");
        await relay.SignalAsync("KILL");
        await relay.ExitCodeAsync();
        var (code, _, error) = await BridgeProcess.RunAsync(State, "devices");
        Assert.Equal(3, code);
        Assert.StartsWith("No relay is running here.", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Console_RelayIsKilledAndStartedAgain_FindsIt()
    {
        await using var first = Start();
        await first.LineAsync("ready");
        await using var console = BridgeProcess.Start(State, ["console", "--json"]);
        await console.LineAsync("\"event\":\"connected\"");

        await first.SignalAsync("KILL");
        await console.LineAsync("\"event\":\"disconnected\"");
        await using var second = Start();
        await console.LineAsync("\"event\":\"connected\"");
        await console.SignalAsync("TERM");
        Assert.Equal(0, await console.ExitCodeAsync());
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private string State => Path.Combine(_folder, "state");

    private string RunFolder => Path.Combine(State, "devicebridge", "run");

    private string[] Arguments =>
        ["relay", "--local", "--data", Path.Combine(_folder, "data"), "--device-port", "0", "--device-tls-port", "0", "--console-port", "0", "--mqtt-port", "0"];

    private BridgeProcess Start() => BridgeProcess.Start(State, [.. Arguments, "--json"]);
}
