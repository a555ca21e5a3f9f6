using Bridge.Contracts.Rooms;
using Bridge.Server.Rooms;
using Bridge.Server.Storage;
using Microsoft.Extensions.DependencyInjection;

namespace Bridge.Server.Journal;

/// <summary>Opens a relay's journal without a relay: for reading what was logged. A relay may run on the same data meanwhile.</summary>
public sealed class JournalArchive : IAsyncDisposable
{
    private readonly ServiceProvider _services;

    private JournalArchive(ServiceProvider services) => _services = services;

    /// <summary>The journal.</summary>
    public IJournal Journal => _services.GetRequiredService<IJournal>();

    /// <summary>Opens the journal of a data folder, or the one at <paramref name="location"/>.</summary>
    /// <param name="dataFolder">The relay's data folder.</param>
    /// <param name="location"><c>postgres://…</c>; null for the data folder's own.</param>
    /// <exception cref="StorageException">There is none, it can't be opened, or PostgreSQL can't be reached.</exception>
    public static JournalArchive Open(string dataFolder, string? location = null)
    {
        if (location is null && !File.Exists(Path.Combine(dataFolder, "bridge.db")))
        {
            throw new StorageException($"There is no journal in {dataFolder}: no relay has run with it.");
        }

        var services = new ServiceCollection().AddLogging()
            .AddBridgeStorage(storage => (storage.DataFolder, storage.Postgres) = (dataFolder, location))
            .AddBridgeJournal()
            .AddBridgeDeviceTable()
            .BuildServiceProvider();
        try
        {
            services.GetRequiredService<IJournal>();
            return new JournalArchive(services);
        }
        catch
        {
            services.Dispose();
            throw;
        }
    }

    /// <summary>The devices that are paired into a room, all as offline.</summary>
    /// <exception cref="StorageException">The database is away.</exception>
    public async Task<IReadOnlyList<DeviceState>> DevicesAsync(string room, CancellationToken cancellation = default) =>
        [.. (await _services.GetRequiredService<IDeviceTable>().LoadDevicesAsync(cancellation))
            .Where(device => device.Room == room)
            .Select(device => new DeviceState(device.Device, device.Label, device.Color, "offline", device.SeenAt))];

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _services.DisposeAsync();
}
