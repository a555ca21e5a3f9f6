using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace Bridge.E2E.Tests.Harness;

/// <summary>A script in Node, with the npm packages of the clients: somebody else's tool.</summary>
internal sealed class NodeServer : IAsyncDisposable
{
    private readonly Process _process;

    private NodeServer(Process process) => _process = process;

    /// <summary>Runs a script, <c>process.argv[1]</c> on being its arguments, until it prints its first line.</summary>
    public static async Task<NodeServer> StartAsync(string script, params string[] arguments)
    {
        var process = Process.Start(new ProcessStartInfo("node", ["-e", script, .. arguments])
        {
            WorkingDirectory = Path.Combine(Repository.Root, "clients"),
            UseShellExecute = false,
            RedirectStandardOutput = true,
        })!;
        Assert.NotNull(await process.StandardOutput.ReadLineAsync().WaitAsync(Until.Limit));
        return new NodeServer(process);
    }

    public static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    public async ValueTask DisposeAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
    }
}
