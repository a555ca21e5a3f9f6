using System.Diagnostics;
using Bridge.Faults;
using Bridge.Faults.Devices;
using Bridge.Faults.Relays;

namespace Bridge.JournalBench;

/// <summary>Measures what the journal costs and carries, and how soon a killed relay is back.</summary>
internal static class JournalRun
{
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(5);

    public static async Task PrintAsync(TimeSpan length, string? location)
    {
        using var folder = new TemporaryFolder();
        string[] more = location is null ? [] : ["--journal", location];
        await using var relay = await RelayProcess.StartAsync(folder.Path, null, more);
        var devices = await PairedDevice.PairAsync(relay, Effort.Devices, 0);
        Console.WriteLine($"Journal in {(location is null ? "SQLite" : "PostgreSQL")}, {devices.Length} devices over WebSocket, {length.TotalSeconds:F0} s each");
        Console.WriteLine();
        Console.WriteLine("| load | acknowledged lines/s | PUBACK p50 | p99 |");
        Console.WriteLine("|---|---|---|---|");

        // Ten lines to a message, 10 or 200 messages a second: 200 is the most that the relay takes of one device.
        await MeasureAsync("100 lines/s each, a feed that isn't kept", relay, devices, Load.Usual with { Feed = "bench" }, length);
        await MeasureAsync("100 lines/s each, `log`", relay, devices, Load.Usual, length);
        await MeasureAsync("as much as goes, a feed that isn't kept", relay, devices, new Load("bench", TimeSpan.FromMilliseconds(5)), length);
        await MeasureAsync("as much as goes, `log`", relay, devices, new Load("log", TimeSpan.FromMilliseconds(5)), length);
        Console.WriteLine();
        await RecoverAsync(relay, devices, folder.Path, more);
    }

    private static async Task MeasureAsync(string name, RelayProcess relay, PairedDevice[] paired, Load load, TimeSpan length)
    {
        await using var fleet = Fleet.Start(relay, Fresh(paired), null, load);
        await fleet.UntilEachHasMoreAsync(1);
        await Task.Delay(WarmUp);
        var skip = fleet.Devices.Select(device => device.Latencies.Count).ToArray();
        var (lines, started) = (fleet.Acknowledged, Stopwatch.GetTimestamp());
        await Task.Delay(length);
        var rate = (fleet.Acknowledged - lines) / Stopwatch.GetElapsedTime(started).TotalSeconds;
        await fleet.StopAsync();
        var latencies = fleet.Devices.Zip(skip).SelectMany(pair => pair.First.Latencies.Skip(pair.Second)).Order().ToArray();
        Console.WriteLine($"| {name} | {rate:F0} | {latencies[latencies.Length / 2]:F1} ms | {latencies[(int)(latencies.Length * 0.99)]:F1} ms |");
    }

    /// <summary>kill -9 while all log at their usual pace; from the start of the next relay on.</summary>
    private static async Task RecoverAsync(RelayProcess relay, PairedDevice[] paired, string folder, string[] more)
    {
        await using var fleet = Fleet.Start(relay, Fresh(paired), null, Load.Usual);
        await fleet.UntilEachHasMoreAsync(100);
        await relay.KillAsync();
        var killed = Stopwatch.GetTimestamp();
        await using var next = await RelayProcess.StartAsync(folder, relay, more);
        var ready = Stopwatch.GetElapsedTime(killed);
        await fleet.UntilEachHasMoreAsync(1);
        var back = Stopwatch.GetElapsedTime(killed, fleet.Devices.Max(device => device.AcknowledgedAt));
        await fleet.StopAsync();
        Console.WriteLine($"kill -9 under load: ready after {ready.TotalSeconds:F2} s, every device acknowledged again after {back.TotalSeconds:F2} s");
    }

    /// <summary>The same phones with a page of their own for each measurement, or the journal would know the lines already.</summary>
    private static IEnumerable<PairedDevice> Fresh(PairedDevice[] paired)
    {
        var page = $"page{Stopwatch.GetTimestamp()}";
        return paired.Select(device => device with { Page = page });
    }
}
