using System.Net;
using System.Net.Sockets;
using System.Text.Json;

namespace Bridge.Cli.Tests.Running;

/// <summary><c>bridge proxy</c> before the dev server has been started.</summary>
public sealed class UpstreamNoticeTests : IDisposable
{
    private readonly string _folder = Path.Combine(Path.GetTempPath(), $"bridge-upstream-{Guid.NewGuid():n}");
    private readonly Socket _taken = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);

    public UpstreamNoticeTests() => _taken.Bind(new IPEndPoint(IPAddress.Loopback, 0)); // and nobody listens

    private string Upstream => $"http://{_taken.LocalEndPoint}";

    [Fact]
    public async Task Proxy_NobodyListens_SaysWhatToDoAndGoesOn()
    {
        await using var relay = Start();
        Assert.Contains($"{Upstream} is not running. Start the dev server", await relay.LineAsync("is not running"), StringComparison.Ordinal);
        await relay.SignalAsync("TERM");
        Assert.Equal(0, await relay.ExitCodeAsync());
    }

    [Fact]
    public async Task ProxyJson_NobodyListens_IsAnEvent()
    {
        await using var relay = Start("--json");
        var notice = JsonElement.Parse(await relay.LineAsync("\"event\":\"upstream-away\""));
        Assert.Equal(Upstream, notice.GetProperty("upstream").GetString());
    }

    [Fact]
    public async Task Proxy_SomebodyListens_SaysNothingOfIt()
    {
        _taken.Listen();
        await using var relay = Start("--json");
        using var accepted = await _taken.AcceptAsync().WaitAsync(TimeSpan.FromSeconds(60)); // It has looked.
        await relay.SignalAsync("TERM");
        await Assert.ThrowsAsync<InvalidOperationException>(() => relay.LineAsync("upstream-away"));
    }

    public void Dispose()
    {
        _taken.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private BridgeProcess Start(params string[] more) => BridgeProcess.Start(_folder, [
        "proxy", Upstream, "--local", "--data", Path.Combine(_folder, "data"), "--device-port", "0", "--device-tls-port", "0", "--console-port", "0", "--mqtt-port", "0", .. more]);
}
