using System.Text.Json;

namespace Bridge.Cli.Tests.Running;

/// <summary>A relay that serves a small site, and a phone that has paired with it: both real, shared by the tests of a class.</summary>
public sealed class PairedPhone : IAsyncLifetime
{
    private readonly string _folder = Path.Combine(Path.GetTempPath(), $"bridge-session-{Guid.NewGuid():n}");
    private BridgeProcess _relay = null!;
    private PhoneProcess _phone = null!;

    public string StateFolder => Path.Combine(_folder, "state");

    public string SiteFolder => Path.Combine(_folder, "site");

    public string DataFolder => Path.Combine(_folder, "data");

    /// <summary>The ready line.</summary>
    public JsonElement Ready { get; private set; }

    internal BridgeProcess Relay => _relay;

    public async Task InitializeAsync()
    {
        Directory.CreateDirectory(SiteFolder);
        await File.WriteAllTextAsync(Path.Combine(SiteFolder, "index.html"), """
            <!doctype html><title>A page</title><link rel="stylesheet" href="style.css"><p>Hello</p>
            <script>console.log("loaded", { ready: true });</script>
            """);
        await File.WriteAllTextAsync(Path.Combine(SiteFolder, "style.css"), "p { color: rgb(1, 2, 3) }");
        _relay = BridgeProcess.Start(StateFolder, [
            "serve", SiteFolder, "--local", "--json", "--data", DataFolder,
            "--device-port", "0", "--device-tls-port", "0", "--console-port", "0", "--mqtt-port", "0"]);
        Ready = JsonElement.Parse(await _relay.LineAsync("\"event\":\"ready\""));
        _phone = new PhoneProcess(Ready.GetProperty("pairUrl").GetString()!);
        await _relay.LineAsync("\"event\":\"online\"");

        // It is online when it has connected; where it is, its page says a moment later.
        await using var console = BridgeProcess.Start(StateFolder, ["console", "--json"]);
        await console.LineAsync("\"url\":");
    }

    public async Task DisposeAsync()
    {
        await _phone.DisposeAsync();
        await _relay.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    /// <summary><c>bridge log</c>, once it finds something: a line that a live console shows already may not be kept yet.</summary>
    internal async Task<(int Code, string Output, string Error)> LogAsync(params string[] arguments)
    {
        using var limit = new CancellationTokenSource(BridgeProcess.Patience);
        while (true)
        {
            var (code, output, error) = await RunAsync(["log", "--data", DataFolder, .. arguments]);
            if (code != 0 || output.Length > 0 || limit.IsCancellationRequested)
            {
                return (code, output, error);
            }
        }
    }

    internal Task<(int Code, string Output, string Error)> RunAsync(params string[] arguments) => BridgeProcess.RunAsync(StateFolder, arguments);
}
