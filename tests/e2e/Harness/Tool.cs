using System.Diagnostics;

namespace Bridge.E2E.Tests.Harness;

/// <summary>A program of somebody else's, ended with the test.</summary>
internal sealed class Tool : IAsyncDisposable
{
    private readonly Process _process;
    private readonly Task<string> _errors;

    private Tool(Process process) => (_process, _errors) = (process, process.StandardError.ReadToEndAsync());

    public static Tool Start(string program, params IEnumerable<string> arguments) => new(Process.Start(new ProcessStartInfo(program, arguments)
    {
        WorkingDirectory = Path.Combine(Repository.Root, "clients"), // where Node finds the clients' packages
        UseShellExecute = false,
        RedirectStandardInput = true,
        RedirectStandardOutput = true,
        RedirectStandardError = true,
    })!);

    /// <summary>mosquitto_pub, mosquitto_sub or mosquitto_rr at a relay, by default as its administrator.</summary>
    public static Tool Mosquitto(RelayProcess relay, string program, IEnumerable<string> arguments, string user = "admin", string password = RelayProcess.AdminToken) =>
        Start(program, ["-h", "127.0.0.1", "-p", $"{relay.Mqtt.Port}", "-V", "mqttv5", "-u", user, "-P", password, .. arguments]);

    /// <summary>The next line that begins so.</summary>
    public Task<string> LineAsync(string start = "") => LineAsync($"begins with \"{start}\"", line => line.StartsWith(start, StringComparison.Ordinal));

    /// <summary>The next line that has this in it.</summary>
    public Task<string> LineWithAsync(string text) => LineAsync($"has \"{text}\"", line => line.Contains(text, StringComparison.Ordinal));

    public Task TypeAsync(char key)
    {
        _process.StandardInput.Write(key);
        return _process.StandardInput.FlushAsync();
    }

    /// <summary>Waits for its end: the exit code, and what it wrote to stderr.</summary>
    public async Task<(int ExitCode, string Errors)> EndAsync()
    {
        await _process.WaitForExitAsync().WaitAsync(Until.Limit);
        return (_process.ExitCode, await _errors);
    }

    public async ValueTask DisposeAsync()
    {
        _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync();
        _process.Dispose();
    }

    private async Task<string> LineAsync(string what, Func<string, bool> which)
    {
        using var limit = new CancellationTokenSource(Until.Limit);
        try
        {
            while (await _process.StandardOutput.ReadLineAsync(limit.Token) is { } line)
            {
                if (which(line))
                {
                    return line;
                }
            }
        }
        catch (OperationCanceledException e)
        {
            throw new TimeoutException($"Waited in vain until {_process.StartInfo.FileName} printed a line that {what}.", e);
        }

        throw new InvalidOperationException($"{_process.StartInfo.FileName} ended before a line that {what}: {await _errors}");
    }
}
