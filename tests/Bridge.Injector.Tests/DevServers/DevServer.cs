using System.Diagnostics;
using Bridge.DevServers;
using Bridge.Ports;

namespace Bridge.Injector.Tests.DevServers;

/// <summary>A dev server of others, as its own process, with a project of a test's own.</summary>
internal sealed class DevServer : IAsyncDisposable
{
    /// <summary>Some compile their first page before they answer.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(4);

    private readonly Process _process;
    private readonly Queue<string> _output = [];

    private DevServer(Process process, string folder, int port) => (_process, Folder, Address) = (process, folder, new Uri($"http://127.0.0.1:{port}"));

    public string Folder { get; }

    public Uri Address { get; }

    /// <summary>Starts a server in a folder and waits until it answers.</summary>
    /// <param name="files">The project's files, by name.</param>
    /// <param name="command">The command, given the folder and a free port.</param>
    public static async Task<DevServer> StartAsync(IReadOnlyDictionary<string, string> files, Func<string, int, string[]> command)
    {
        var folder = DevPackages.NewProject(files);
        var port = ProcessPort.Choose();
        var line = command(folder, port);
        var start = new ProcessStartInfo(line[0], line[1..]) { WorkingDirectory = folder, UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["NEXT_TELEMETRY_DISABLED"] = "1";
        var process = Process.Start(start)!;
        var server = new DevServer(process, folder, port);
        process.OutputDataReceived += (_, e) => server.Keep(e.Data);
        process.ErrorDataReceived += (_, e) => server.Keep(e.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        await server.AnswersAsync();
        return server;
    }

    /// <summary>Puts a file in place at once: a server that watches must not read the half of it.</summary>
    public void Write(string name, string text)
    {
        var whole = Folder + ".saved";
        File.WriteAllText(whole, text);
        File.Move(whole, Path.Combine(Folder, name), overwrite: true);
    }

    /// <summary>Waits until the server has written a file.</summary>
    public async Task WroteAsync(string name)
    {
        using var deadline = new CancellationTokenSource(Patience);
        using var tick = new PeriodicTimer(TimeSpan.FromMilliseconds(50));
        while (!File.Exists(Path.Combine(Folder, name)))
        {
            await tick.WaitForNextTickAsync(deadline.Token);
        }
    }

    public async ValueTask DisposeAsync()
    {
        _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync();
        _process.Dispose();
        Directory.Delete(Folder, recursive: true);
    }

    private void Keep(string? line)
    {
        lock (_output)
        {
            _output.Enqueue(line ?? "");
            if (_output.Count > 100)
            {
                _output.Dequeue();
            }
        }
    }

    private async Task AnswersAsync()
    {
        using var client = new HttpClient { Timeout = Patience };
        using var deadline = new CancellationTokenSource(Patience);
        using var tick = new PeriodicTimer(TimeSpan.FromMilliseconds(100));
        while (await tick.WaitForNextTickAsync())
        {
            try
            {
                using var response = await client.GetAsync(Address, HttpCompletionOption.ResponseHeadersRead, deadline.Token);
                return;
            }
            catch (HttpRequestException) when (!_process.HasExited)
            {
                // Not up yet.
            }
            catch (Exception)
            {
                lock (_output)
                {
                    Assert.Fail(string.Join('\n', _output));
                }
            }
        }
    }
}
