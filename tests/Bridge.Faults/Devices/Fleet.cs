using Bridge.Faults.Relays;

namespace Bridge.Faults.Devices;

/// <summary>Devices that log at the same time.</summary>
internal sealed class Fleet : IAsyncDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _running;
    private readonly Tally _packets;

    private Fleet(LoggingDevice[] devices, Tally packets)
    {
        (Devices, _packets) = (devices, packets);
        _running = Task.WhenAll(devices.Select(device => Task.Run(() => device.RunAsync(_stop.Token))));
    }

    public LoggingDevice[] Devices { get; }

    public long Acknowledged => Devices.Sum(device => device.Acknowledged);

    /// <summary>Pairs so many devices and lets them log, through a proxy's port where one is given.</summary>
    public static async Task<Fleet> StartAsync(RelayProcess relay, int count, int? port = null) =>
        Start(relay, await PairedDevice.PairAsync(relay, count, 0), port, Load.Usual);

    /// <summary>Lets devices log that are paired already.</summary>
    public static Fleet Start(RelayProcess relay, IEnumerable<PairedDevice> paired, int? port, Load load)
    {
        var packets = new Tally();
        return new([.. paired.Select(device => new LoggingDevice(device, relay.Device, port, load, packets))], packets);
    }

    /// <summary>Every device gets more lines acknowledged.</summary>
    public async Task UntilEachHasMoreAsync(long lines)
    {
        var wanted = Devices.Select(device => device.Acknowledged + lines).ToArray();
        await Until.TrueAsync($"{lines} more lines of each device acknowledged", () => Devices.Zip(wanted).All(pair => pair.First.Acknowledged >= pair.Second));
    }

    /// <summary>
    /// Any moment between two packets or within one: ends right after one of the next, of a random device, was sent or acknowledged, while others
    /// are on their way or being kept.
    /// </summary>
    public Task UntilAnyMomentAsync() => _packets.MoreAsync(Random.Shared.Next(1, 4 * Devices.Length)).WaitAsync(Effort.Patience);

    public async Task StopAsync()
    {
        await _stop.CancelAsync();
        await _running;
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        _stop.Dispose();
    }
}
