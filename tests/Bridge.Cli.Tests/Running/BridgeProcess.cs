using System.Diagnostics;
using System.Threading.Channels;

namespace Bridge.Cli.Tests.Running;

/// <summary>The bridge command as a process of its own, with a state folder of its own.</summary>
internal sealed class BridgeProcess : IAsyncDisposable
{
    /// <summary>Far beyond what anything takes.</summary>
    internal static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly Process _process;
    private readonly Channel<string> _lines = Channel.CreateUnbounded<string>();
    private readonly Task<string> _error;
    private readonly Task _reading;

    private BridgeProcess(Process process)
    {
        _process = process;
        _error = process.StandardError.ReadToEndAsync();
        _reading = ReadAsync();
    }

    /// <summary>Starts a command line.</summary>
    /// <param name="stateFolder">What XDG_STATE_HOME is to it.</param>
    /// <param name="arguments">The command line after <c>bridge</c>.</param>
    public static BridgeProcess Start(string stateFolder, params IEnumerable<string> arguments) => Start(stateFolder, [.. arguments], []);

    /// <summary>Runs a command line to its end.</summary>
    public static Task<(int Code, string Output, string Error)> RunAsync(string stateFolder, params string[] arguments) => RunAsync(stateFolder, arguments, []);

    /// <summary>Runs a command line to its end, with these variables.</summary>
    public static async Task<(int Code, string Output, string Error)> RunAsync(string stateFolder, string[] arguments, Dictionary<string, string> environment)
    {
        await using var bridge = Start(stateFolder, arguments, environment);
        bridge._process.StandardInput.Close();
        var output = new StringWriter();
        await foreach (var line in bridge._lines.Reader.ReadAllAsync())
        {
            await output.WriteAsync(line + "\n");
        }

        return (await bridge.ExitCodeAsync(), output.ToString(), await bridge._error);
    }

    /// <summary>Starts a command line with these variables, in a folder or in that of the tests.</summary>
    public static BridgeProcess Start(string stateFolder, string[] arguments, Dictionary<string, string> environment, string folder = "")
    {
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "bridge.dll"), .. arguments])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
            WorkingDirectory = folder,
        };
        start.Environment["XDG_STATE_HOME"] = stateFolder;
        start.Environment["DOTNET_EnableDiagnostics"] = "0"; // whose pipes in the temporary folder a killed process leaves there
        start.Environment.Remove("BRIDGE_RELAY");
        start.Environment.Remove("BRIDGE_ADMIN_TOKEN");
        start.Environment.Remove("BRIDGE_DATABASE");
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        return new BridgeProcess(Process.Start(start)!);
    }

    /// <summary>The first line from here on that holds a text.</summary>
    public async Task<string> LineAsync(string text)
    {
        using var limit = new CancellationTokenSource(Patience);
        try
        {
            await foreach (var line in _lines.Reader.ReadAllAsync(limit.Token))
            {
                if (line.Contains(text, StringComparison.Ordinal))
                {
                    return line;
                }
            }
        }
        catch (OperationCanceledException e)
        {
            throw new TimeoutException($"The process did not say '{text}' within {Patience}.", e);
        }

        throw new InvalidOperationException($"The process ended without saying '{text}': {await _error}");
    }

    /// <summary>Sends a signal, by its name as kill(1) knows it.</summary>
    public async Task SignalAsync(string name)
    {
        using var kill = Process.Start("kill", [$"-{name}", $"{_process.Id}"]);
        await kill.WaitForExitAsync();
    }

    /// <summary>Ends it as a service manager does; what it wrote to stderr.</summary>
    public async Task<string> StopAsync()
    {
        await SignalAsync("TERM");
        Assert.Equal(0, await ExitCodeAsync());
        return await _error;
    }

    public async Task<int> ExitCodeAsync()
    {
        await _process.WaitForExitAsync().WaitAsync(Patience);
        return _process.ExitCode;
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
        }

        await _reading;
        _process.Dispose();
    }

    private async Task ReadAsync()
    {
        while (await _process.StandardOutput.ReadLineAsync() is { } line)
        {
            await _lines.Writer.WriteAsync(line);
        }

        _lines.Writer.Complete();
    }
}
