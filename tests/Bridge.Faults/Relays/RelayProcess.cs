using System.Diagnostics;
using System.Net.Http.Headers;
using System.Text.Json;
using Bridge.Ports;

namespace Bridge.Faults.Relays;

/// <summary>A relay as a person starts it: the <c>bridge</c> command in a process of its own.</summary>
internal sealed class RelayProcess : IAsyncDisposable
{
    public const string Token = "faults-administrator-token";

    private readonly Process _process;
    private readonly List<string> _errors;
    private readonly List<string> _notices;

    private RelayProcess(Process process, JsonElement ready, List<string> errors, List<string> notices)
    {
        _notices = notices;
        _process = process;
        _errors = errors;
        Device = new Uri(ready.GetProperty("device").GetString()!);
        Console = new Uri(ready.GetProperty("console").GetString()!);
        Mqtt = new Uri(ready.GetProperty("mqtt").GetString()!);
    }

    public Uri Device { get; }

    public Uri Console { get; }

    public Uri Mqtt { get; }

    /// <summary>What it wrote to stderr.</summary>
    public string Errors => Text(_errors);

    /// <summary>What it told on stdout, after its first line.</summary>
    public string Notices => Text(_notices);

    /// <summary>Starts a relay on a data folder, at the ports of the one before where there was one, and returns when it is ready.</summary>
    public static Task<RelayProcess> StartAsync(string dataFolder, RelayProcess? before = null, params string[] more) =>
        StartAsync(dataFolder, null, before, more);

    /// <summary>Starts one in an environment that is a little different.</summary>
    public static Task<RelayProcess> StartAsync(string dataFolder, IEnumerable<KeyValuePair<string, string>> environment) =>
        StartAsync(dataFolder, environment, null);

    private static async Task<RelayProcess> StartAsync(string dataFolder, IEnumerable<KeyValuePair<string, string>>? environment, RelayProcess? before, params string[] more)
    {
        var program = Path.Combine(AppContext.BaseDirectory, "bridge.dll");
        string[] arguments =
        [
            program, "relay", "--local", "--no-tls", "--json", "--data", dataFolder,
            "--device-port", $"{before?.Device.Port ?? ProcessPort.Choose()}", "--console-port", $"{before?.Console.Port ?? ProcessPort.Choose()}",
            "--mqtt-port", $"{before?.Mqtt.Port ?? ProcessPort.Choose()}", .. more,
        ];
        var start = new ProcessStartInfo("dotnet", arguments)
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
            Environment = { ["BRIDGE_ADMIN_TOKEN"] = Token, ["XDG_STATE_HOME"] = Path.Combine(dataFolder, "state") },
        };
        foreach (var (name, value) in environment ?? [])
        {
            start.Environment[name] = value;
        }

        var process = Process.Start(start)!;
        var errors = new List<string>();
        process.ErrorDataReceived += (_, line) =>
        {
            lock (errors)
            {
                errors.Add(line.Data ?? "");
            }
        };
        process.BeginErrorReadLine();
        var first = await FirstLineAsync(process)
            ?? throw new InvalidOperationException($"The relay ended before it was ready: {string.Join('\n', errors)}");
        var notices = new List<string>();
        _ = CollectAsync(process.StandardOutput, notices); // Also so that it never waits for us.
        return new RelayProcess(process, JsonDocument.Parse(first).RootElement, errors, notices);
    }

    /// <summary>The process, for what the system knows of it.</summary>
    public int Id => _process.Id;

    /// <summary>REST, as its administrator.</summary>
    public HttpClient ConsoleClient() => new() { BaseAddress = Console, DefaultRequestHeaders = { Authorization = new AuthenticationHeaderValue("Bearer", Token) } };

    /// <summary>kill -9.</summary>
    public async Task KillAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
    }

    /// <summary>SIGTERM; gives the exit code.</summary>
    public async Task<int> TerminateAsync()
    {
        using var kill = Process.Start("kill", ["-TERM", $"{_process.Id}"]);
        await _process.WaitForExitAsync().WaitAsync(Effort.Patience);
        return _process.ExitCode;
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            await KillAsync();
        }

        _process.Dispose();
    }

    /// <summary>One that says nothing is ended, for nobody would have it to end.</summary>
    private static async Task<string?> FirstLineAsync(Process process)
    {
        try
        {
            return await process.StandardOutput.ReadLineAsync().WaitAsync(Effort.Patience);
        }
        catch (TimeoutException)
        {
            process.Kill();
            throw;
        }
    }

    private static async Task CollectAsync(StreamReader output, List<string> lines)
    {
        while (await output.ReadLineAsync() is { } line)
        {
            lock (lines)
            {
                lines.Add(line);
            }
        }
    }

    private static string Text(List<string> lines)
    {
        lock (lines)
        {
            return string.Join('\n', lines);
        }
    }
}
