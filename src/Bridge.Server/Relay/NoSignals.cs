using Microsoft.Extensions.Hosting;

namespace Bridge.Server.Relay;

/// <summary>Leaves signals to whoever runs the relay: the command decides what Ctrl-C does.</summary>
internal sealed class NoSignals : IHostLifetime
{
    public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
