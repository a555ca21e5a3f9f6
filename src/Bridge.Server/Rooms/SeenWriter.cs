using System.Collections.Concurrent;
using System.Threading.Channels;
using Bridge.Server.Storage;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Bridge.Server.Rooms;

/// <summary>
/// Stores when a device was last seen, behind those who say so: a database that is slow or away holds no state back. What could not be stored is
/// tried again; of each device only the last is kept.
/// </summary>
internal sealed class SeenWriter(RoomRegistry rooms, TimeProvider time, ILogger<SeenWriter> log) : BackgroundService
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(5);

    private readonly ConcurrentDictionary<string, (DateTimeOffset At, string? Agent)> _waiting = new(StringComparer.Ordinal);
    private readonly Channel<bool> _wake = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });

    public void Seen(string device, string? agent)
    {
        _waiting[device] = (time.GetUtcNow(), agent);
        _wake.Writer.TryWrite(true);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await foreach (var _ in _wake.Reader.ReadAllAsync(stoppingToken))
        {
            while (!await StoreAsync(stoppingToken))
            {
                await Task.Delay(Pause, time, stoppingToken);
            }
        }
    }

    /// <summary>False where the database is away.</summary>
    private async Task<bool> StoreAsync(CancellationToken cancellation)
    {
        foreach (var (device, seen) in _waiting)
        {
            try
            {
                await rooms.ChangeAsync(device, known => known with { SeenAt = seen.At, Agent = seen.Agent ?? known.Agent }, cancellation);
                _waiting.TryRemove(KeyValuePair.Create(device, seen)); // Unless it was seen again meanwhile.
            }
            catch (StorageException e)
            {
                RoomsLog.SeenNotStored(log, device, e);
                return false;
            }
        }

        return true;
    }
}
