using System.Diagnostics;
using Bridge.Faults;
using Bridge.Faults.Devices;
using Bridge.Faults.Relays;

namespace Bridge.JournalBench;

/// <summary>Measures what the journal costs and carries, and how soon a killed relay is back.</summary>
internal static class JournalRun
{
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(5);

    public static async Task<JournalResult> MeasureAsync(string database, string? location, TimeSpan length)
    {
        using var folder = new TemporaryFolder();
        string[] more = location is null ? [] : ["--database", location];
        await using var relay = await RelayProcess.StartAsync(folder.Path, null, more);
        var devices = await PairedDevice.PairAsync(relay, Effort.Devices, 0);

        // Ten lines to a message, 10 or 200 messages a second: 200 is the most that the relay takes of one device.
        var loads = new List<(LoadResult, LoadResult)>();
        foreach (var (name, beat) in new[] { ("100 lines/s each", Load.Usual.Beat), ("as much as goes", TimeSpan.FromMilliseconds(5)) })
        {
            Console.Error.WriteLine($"{database}: {devices.Length} devices, {name}…");
            loads.Add((await MeasureAsync(name, relay, devices, new Load("bench", beat), length), await MeasureAsync(name, relay, devices, new Load("log", beat), length)));
        }

        var (ready, back) = await RecoverAsync(relay, devices, folder.Path, more);
        return new JournalResult(database, loads, ready, back);
    }

    private static async Task<LoadResult> MeasureAsync(string name, RelayProcess relay, PairedDevice[] paired, Load load, TimeSpan length)
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
        return new LoadResult(name, rate, latencies[latencies.Length / 2], latencies[(int)(latencies.Length * 0.99)]);
    }

    /// <summary>kill -9 while all log at their usual pace; from the start of the next relay on.</summary>
    private static async Task<(TimeSpan Ready, TimeSpan Back)> RecoverAsync(RelayProcess relay, PairedDevice[] paired, string folder, string[] more)
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
        return (ready, back);
    }

    /// <summary>The same phones with a page of their own for each measurement, or the journal would know the lines already.</summary>
    private static IEnumerable<PairedDevice> Fresh(PairedDevice[] paired)
    {
        var page = $"page{Stopwatch.GetTimestamp()}";
        return paired.Select(device => device with { Page = page });
    }
}
