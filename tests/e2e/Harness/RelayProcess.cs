using System.Diagnostics;
using System.Text.Json;
using System.Threading.Channels;

namespace Bridge.E2E.Tests.Harness;

/// <summary>
/// The real <c>bridge</c> command as a process of its own, with a data folder and state folder of its own, on loopback and free ports.
/// Addresses come from its ready line.
/// </summary>
internal sealed class RelayProcess : IAsyncDisposable
{
    public const string AdminToken = "e2e-administrator-token";

    private static readonly string[] PortOptions = ["--device-port", "--device-tls-port", "--console-port", "--mqtt-port"];

    private readonly List<string> _arguments;
    private readonly List<HeldPort> _ports;
    private readonly string _folder;
    private readonly string? _home;
    private readonly Channel<JsonElement> _notices = Channel.CreateUnbounded<JsonElement>();
    private Process? _process;

    private RelayProcess(List<string> arguments, List<HeldPort> ports, string folder, string? home) => (_arguments, _ports, _folder, _home) = (arguments, ports, folder, home);

    public JsonElement Ready { get; private set; }

    public Uri Device => new(Ready.GetProperty("device").GetString()!);

    public Uri DeviceTls => new(Ready.GetProperty("deviceTls").GetString()!);

    public Uri Console => new(Ready.GetProperty("console").GetString()!);

    public Uri Mqtt => new(Ready.GetProperty("mqtt").GetString()!);

    public string PairUrl => Ready.GetProperty("pairUrl").GetString()!;

    public string ConsoleUrl => Ready.GetProperty("consoleUrl").GetString()!;

    public int ProcessId => _process!.Id;

    public string DataFolder => Path.Combine(_folder, "data");

    /// <summary>What it printed after the ready line.</summary>
    public ChannelReader<JsonElement> Notices => _notices.Reader;

    public static Task<RelayProcess> ServeAsync(string site, params string[] more) => StartAsync(["serve", site, .. more]);

    /// <summary>At this machine's address in the local network, for a user whose home is another folder.</summary>
    public static Task<RelayProcess> ServeOnLanAsync(string site, string home, params IEnumerable<string> more) => StartAsync(["serve", site, .. more], local: false, home);

    public static Task<RelayProcess> StartAsync(IEnumerable<string> arguments) => StartAsync(arguments, local: true, home: null);

    private static async Task<RelayProcess> StartAsync(IEnumerable<string> arguments, bool local, string? home)
    {
        var folder = Directory.CreateTempSubdirectory("bridge-e2e-").FullName;
        List<HeldPort> ports = local ? [.. PortOptions.Select(_ => new HeldPort())] : [];
        var options = PortOptions.SelectMany((option, i) => new[] { option, local ? $"{ports[i].Number}" : "0" });
        var relay = new RelayProcess(
            [.. arguments, "--json", .. local ? ["--local"] : Array.Empty<string>(), "--name", "Test relay", "--data", Path.Combine(folder, "data"), .. options], ports, folder, home);
        try
        {
            await relay.LaunchAsync();
            return relay;
        }
        catch
        {
            await relay.DisposeAsync();
            throw;
        }
    }

    /// <summary>Starts it again on the ports that it had.</summary>
    public Task RestartAsync() => LaunchAsync();

    /// <summary>kill -9.</summary>
    public async Task KillAsync()
    {
        _process!.Kill();
        await _process.WaitForExitAsync();
    }

    /// <summary>SIGTERM; returns the exit code.</summary>
    public async Task<int> StopAsync()
    {
        using var kill = Process.Start("kill", ["-TERM", _process!.Id.ToString()]);
        await _process.WaitForExitAsync(new CancellationTokenSource(Until.Limit).Token);
        return _process.ExitCode;
    }

    /// <summary>Runs another command against this relay: its exit code and what it printed.</summary>
    public async Task<(int ExitCode, string Output, string Error)> RunAsync(params string[] arguments)
    {
        using var process = Process.Start(StartInfo(arguments))!;
        process.StandardInput.Close();
        var output = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync(new CancellationTokenSource(2 * Until.Limit).Token);
        return (process.ExitCode, await output, await error);
    }

    /// <summary>Waits for a notice of a kind.</summary>
    public async Task<JsonElement> NoticeAsync(string kind, Func<JsonElement, bool>? which = null)
    {
        using var limit = new CancellationTokenSource(Until.Limit);
        await foreach (var notice in Notices.ReadAllAsync(limit.Token))
        {
            if (notice.GetProperty("event").GetString() == kind && (which is null || which(notice)))
            {
                return notice;
            }
        }

        throw new InvalidOperationException($"The relay ended before it told of \"{kind}\".");
    }

    public async ValueTask DisposeAsync()
    {
        if (_process is { HasExited: false })
        {
            await KillAsync();
        }

        _process?.Dispose();
        _ports.ForEach(port => port.Dispose());
        Directory.Delete(_folder, recursive: true);
    }

    private async Task LaunchAsync()
    {
        _process?.Dispose();
        _process = Process.Start(StartInfo(_arguments))!;
        _process.StandardInput.Close();
        var errors = _process.StandardError.ReadToEndAsync();
        var ready = await _process.StandardOutput.ReadLineAsync().WaitAsync(2 * Until.Limit);
        Ready = ready is null
            ? throw new InvalidOperationException($"The relay ended before it was ready: {await errors}")
            : JsonElement.Parse(ready);
        _ = PumpAsync(_process.StandardOutput);
    }

    private async Task PumpAsync(StreamReader output)
    {
        while (await output.ReadLineAsync() is { } line)
        {
            _notices.Writer.TryWrite(JsonElement.Parse(line));
        }
    }

    private ProcessStartInfo StartInfo(IEnumerable<string> arguments) => new("dotnet", [Path.Combine(AppContext.BaseDirectory, "bridge.dll"), .. arguments])
    {
        UseShellExecute = false,
        RedirectStandardInput = true,
        RedirectStandardOutput = true,
        RedirectStandardError = true,
        Environment =
        {
            ["BRIDGE_ADMIN_TOKEN"] = AdminToken,
            ["XDG_STATE_HOME"] = Path.Combine(_folder, "state"),
            ["BRIDGE_RELAY"] = _process is null ? "" : Console.ToString(),
            ["NO_COLOR"] = "1",
            ["DOTNET_EnableDiagnostics"] = "0", // whose pipes in the temporary folder a killed process leaves there
            ["HOME"] = _home ?? Environment.GetEnvironmentVariable("HOME"),
        },
    };
}
