using Bridge.Faults;
using Bridge.Faults.Devices;
using Bridge.Faults.Relays;

namespace Bridge.JournalBench;

/// <summary>What a device costs that is paired, has its page open and says nothing.</summary>
internal static class IdleRun
{
    private const int First = 100;
    private const int More = 400;
    private const double KiB = 1024;

    /// <summary>For the collector and the pools to settle.</summary>
    private static readonly TimeSpan Rest = TimeSpan.FromSeconds(10);

    public static async Task PrintAsync()
    {
        using var folder = new TemporaryFolder();
        await using var relay = await RelayProcess.StartAsync(folder.Path);
        using var stop = new CancellationTokenSource();
        var running = new List<Task>();
        await OpenAsync(0, First); // What is made once is made by now.
        var before = await SettledAsync(relay);
        await OpenAsync(First, More);
        var after = await SettledAsync(relay);
        await stop.CancelAsync();
        await Task.WhenAll(running);
        Console.WriteLine($"Memory of an idle device (paired, one page: session, two subscriptions, status): {(after - before) / KiB / More:F1} KiB of the relay's resident memory; {after / KiB / KiB:F0} MiB with {First + More} of them");

        async Task OpenAsync(int from, int count)
        {
            var devices = new List<PairedDevice>();
            for (var paired = 0; paired < count; paired += 50)
            {
                devices.AddRange(await PairedDevice.PairAsync(relay, Math.Min(50, count - paired), from + paired));
            }

            var pages = devices.ConvertAll(device => new IdlePage(device, relay.Device));
            running.AddRange(pages.Select(page => Task.Run(() => page.RunAsync(stop.Token))));
            await Until.TrueAsync("all are connected", () => pages.TrueForAll(page => page.IsConnected));
        }
    }

    private static async Task<long> SettledAsync(RelayProcess relay)
    {
        await Task.Delay(Rest);
        using var process = System.Diagnostics.Process.GetProcessById(relay.Id);
        return process.WorkingSet64;
    }
}
