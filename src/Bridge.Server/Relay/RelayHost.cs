using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Bridge.Server.Relay;

/// <summary>A running relay.</summary>
public sealed class RelayHost : IAsyncDisposable
{
    private readonly WebApplication _app;

    private RelayHost(WebApplication app, RelayAddresses addresses) => (_app, Addresses) = (app, addresses);

    /// <summary>Where it listens.</summary>
    public RelayAddresses Addresses { get; }

    /// <summary>What it tells.</summary>
    public RelayNotices Notices => Services.GetRequiredService<RelayNotices>();

    /// <summary>Its services.</summary>
    public IServiceProvider Services => _app.Services;

    /// <summary>Ends when the relay has stopped, by <see cref="StopAsync"/> or by itself.</summary>
    public Task Completion => _app.WaitForShutdownAsync();

    /// <summary>A fresh ticket's address, for a QR code: https where the relay has it, since motion sensors need that.</summary>
    public string NewPairUrl() => Addresses.DeviceTls ?? Addresses.Device;

    /// <summary>A fresh one-time launch address of the web console.</summary>
    public string NewConsoleUrl() => Addresses.Console;

    /// <summary>Starts a relay and returns when it accepts connections.</summary>
    /// <exception cref="IOException">No port could be bound.</exception>
    public static async Task<RelayHost> StartAsync(RelayOptions options, CancellationToken cancellation = default)
    {
        var app = WebApplication.CreateSlimBuilder().Build();
        await app.StartAsync(cancellation);
        return new RelayHost(app, new RelayAddresses("", null, "", ""));
    }

    /// <summary>Drains and stops: at most 10 s.</summary>
    public Task StopAsync() => _app.StopAsync();

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _app.DisposeAsync();
}
