using Bridge.Faults.Devices;
using Bridge.Faults.Relays;

namespace Bridge.Faults;

/// <summary>A relay that comes back, and everybody at once with it.</summary>
public sealed class HerdTests
{
    private const int PagesPerDevice = 20;

    [Fact]
    public async Task Relay_KilledWithManyPagesConnected_HasThemAllBackWithoutAnError()
    {
        using var folder = new TemporaryFolder();
        await using var relay = await RelayProcess.StartAsync(folder.Path);
        var devices = new List<PairedDevice>();
        for (var first = 0; first < Effort.Herd / PagesPerDevice; first += 50)
        {
            devices.AddRange(await PairedDevice.PairAsync(relay, Math.Min(50, (Effort.Herd / PagesPerDevice) - first), first));
        }

        using var stop = new CancellationTokenSource();
        var pages = devices.SelectMany((device, number) => Enumerable.Range(0, PagesPerDevice)
            .Select(page => new IdlePage(device with { Address = Network.LocalHost.Of((number * 4) + (page / 5)) }, relay.Device))).ToArray();
        var running = Task.WhenAll(pages.Select(page => Task.Run(() => page.RunAsync(stop.Token))));
        await Until.TrueAsync("all pages are connected", () => pages.All(page => page.IsConnected));
        await relay.KillAsync();
        await Until.TrueAsync("all pages noticed", () => pages.All(page => !page.IsConnected));

        await using var next = await RelayProcess.StartAsync(folder.Path, relay);
        await Until.TrueAsync("all pages are back", () => pages.All(page => page.IsConnected));
        await stop.CancelAsync();
        await running;
        Assert.DoesNotContain("fail:", next.Errors, StringComparison.Ordinal); // More at once than the limits allow is no error.
    }
}
