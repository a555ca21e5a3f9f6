using System.Diagnostics;
using Bridge.Faults.Devices;
using Bridge.Faults.Relays;

namespace Bridge.Faults;

/// <summary>SIGTERM: says goodbye, keeps everything, is gone in time.</summary>
public sealed class DrainTests
{
    private const byte ServerShuttingDown = 0x8B;

    [Fact]
    public async Task Relay_AskedToStopUnderLoad_TellsEveryDeviceAndEndsWithinTenSeconds()
    {
        using var folder = new TemporaryFolder();
        await using var relay = await RelayProcess.StartAsync(folder.Path);
        await using var fleet = await Fleet.StartAsync(relay, 20);
        await fleet.UntilEachHasMoreAsync(50);
        var asked = Stopwatch.StartNew();
        Assert.Equal(0, await relay.TerminateAsync());
        Assert.InRange(asked.Elapsed, TimeSpan.Zero, Effort.TenSeconds);
        await Until.TrueAsync("every device has read the goodbye", () => fleet.Devices.All(device => device.DisconnectReason is not null));
        Assert.All(fleet.Devices, device => Assert.Equal(ServerShuttingDown, device.DisconnectReason));
        await using var next = await RelayProcess.StartAsync(folder.Path, relay);
        await fleet.UntilEachHasMoreAsync(20);
        await fleet.StopAsync();
        await next.TerminateAsync();
        await KeptJournal.AssertHasAllAsync(folder.Path, fleet.Devices);
    }
}
