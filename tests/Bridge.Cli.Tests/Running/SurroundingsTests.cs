using System.Net.Sockets;
using System.Text.Json;
using Bridge.Ports;

namespace Bridge.Cli.Tests.Running;

/// <summary>A command in the surroundings that a developer has anyway: a project's folder, a company's proxy.</summary>
public sealed class SurroundingsTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("bridge-around us-").FullName;

    [Fact]
    public async Task Relay_InTheFolderAndEnvironmentOfAnAspNetProject_TakesNoneOfItsSettings()
    {
        var (byFile, byVariable) = (ProcessPort.Choose(), ProcessPort.Choose());
        var project = Directory.CreateDirectory(Path.Combine(_folder, "project")).FullName;
        await File.WriteAllTextAsync(Path.Combine(project, "appsettings.json"), $$$"""
            { "AllowedHosts": "shop.example", "Kestrel": { "Endpoints": { "File": { "Url": "http://127.0.0.1:{{{byFile}}}" } } } }
            """);
        await using var relay = BridgeProcess.Start(
            Path.Combine(_folder, "state"),
            [.. Relay(), "--livereload-port", "0"],
            new()
            {
                ["ASPNETCORE_ENVIRONMENT"] = "Development",
                ["ASPNETCORE_URLS"] = $"http://127.0.0.1:{byVariable}",
                ["ASPNETCORE_HTTP_PORTS"] = $"{byVariable}",
                ["Kestrel__Endpoints__Variable__Url"] = $"http://127.0.0.1:{byVariable}",
            },
            project);
        var ready = JsonElement.Parse(await relay.LineAsync("ready"));

        using var client = new HttpClient();
        foreach (var address in new[] { ready.GetProperty("liveReload").GetString(), ready.GetProperty("console").GetString() + "/healthz" })
        {
            using var answer = await client.GetAsync(new Uri(address!));
            Assert.True(answer.IsSuccessStatusCode, $"{address}: {answer.StatusCode}");
        }

        Assert.False(Listens(byFile), "at the project's own address, by its appsettings.json");
        Assert.False(Listens(byVariable), "at the project's own address, by the environment");
        Assert.Equal("", await relay.StopAsync());
    }

    [Fact]
    public async Task Commands_WithAProxyThatLeadsOut_ReachThisMachineWithoutIt()
    {
        var dead = $"http://127.0.0.1:{ProcessPort.Choose()}";
        Dictionary<string, string> proxies = new() { ["HTTP_PROXY"] = dead, ["http_proxy"] = dead, ["HTTPS_PROXY"] = dead, ["ALL_PROXY"] = dead };
        await using var other = BridgeProcess.Start(Path.Combine(_folder, "other"), [.. Relay(), "--livereload-port", "0"]);
        var port = new Uri(JsonElement.Parse(await other.LineAsync("ready")).GetProperty("liveReload").GetString()!).Port;

        await using var relay = BridgeProcess.Start(Path.Combine(_folder, "state"), [.. Relay(), "--livereload-port", $"{port}"], proxies);

        await relay.LineAsync("livereload-source"); // It follows the server that has the port.
        var (code, _, error) = await BridgeProcess.RunAsync(Path.Combine(_folder, "state"), ["devices"], proxies);
        Assert.True(code == 0, error);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private string[] Relay() =>
    [
        "relay", "--local", "--json", "--data", Path.Combine(_folder, $"data {Path.GetRandomFileName()}"),
        "--device-port", "0", "--device-tls-port", "0", "--console-port", "0", "--mqtt-port", "0",
    ];

    private static bool Listens(int port)
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            socket.Connect("127.0.0.1", port);
            return true;
        }
        catch (SocketException e) when (e.SocketErrorCode == SocketError.ConnectionRefused)
        {
            return false;
        }
    }
}
