namespace Bridge.Server.Relay;

/// <summary>A running relay.</summary>
public sealed class RelayHost : IAsyncDisposable
{
    private RelayHost(RelayAddresses addresses, RelayNotices notices, IServiceProvider services) =>
        (Addresses, Notices, Services) = (addresses, notices, services);

    /// <summary>Where it listens.</summary>
    public RelayAddresses Addresses { get; }

    /// <summary>What it tells.</summary>
    public RelayNotices Notices { get; }

    /// <summary>Its services.</summary>
    public IServiceProvider Services { get; }

    /// <summary>Ends when the relay has stopped, by <see cref="StopAsync"/> or by itself.</summary>
    public Task Completion => Task.CompletedTask;

    /// <summary>A fresh ticket's address, for a QR code. Http or https, by what a phone can use.</summary>
    public string NewPairUrl() => "";

    /// <summary>A fresh one-time launch address of the web console.</summary>
    public string NewConsoleUrl() => "";

    /// <summary>Starts a relay and returns when it accepts connections.</summary>
    /// <exception cref="IOException">No port could be bound.</exception>
    public static Task<RelayHost> StartAsync(RelayOptions options, CancellationToken cancellation = default) =>
        throw new NotImplementedException();

    /// <summary>Drains and stops: at most 10 s.</summary>
    public Task StopAsync() => Task.CompletedTask;

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
