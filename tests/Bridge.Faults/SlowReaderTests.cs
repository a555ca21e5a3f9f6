using System.Diagnostics;
using System.Text.Json;
using Bridge.Faults.Consoles;
using Bridge.Faults.Devices;
using Bridge.Faults.Relays;
using Xunit.Abstractions;

namespace Bridge.Faults;

/// <summary>
/// One console that reads 1 KB/s while devices log hundreds of times as much. How fast the others are is printed, since a machine may be busy;
/// judged is that nothing of theirs waits for it: all that devices log is acknowledged and comes to another console, while it has hardly begun.
/// </summary>
public sealed class SlowReaderTests(ITestOutputHelper output)
{
    private const long MiB = 1 << 20;

    /// <summary>Far beyond the 4 MiB that may wait for a console, and what the collector leaves lying about for a while.</summary>
    private const long MostGrowth = 128 * MiB;

    private static readonly Load Heavy = new("log", TimeSpan.FromMilliseconds(10));

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Console_ThatReadsAKilobyteASecond_CostsTheOthersNothingAndFindsTheRestInTheJournal(bool hub)
    {
        using var folder = new TemporaryFolder();
        await using var relay = await RelayProcess.StartAsync(folder.Path);
        await using var fleet = Fleet.Start(relay, await PairedDevice.PairAsync(relay, 4, 0), null, Heavy);
        using var stop = new CancellationTokenSource();
        var fast = new ConsoleRecord();
        using var quick = new SlowConsole();
        var reading = fast.TakeAsync(quick.ReadAsync(relay, hub, stop.Token));
        await fleet.UntilEachHasMoreAsync(1_000);
        var alone = await WatchAsync(fleet, relay, Effort.Unhindered);

        var seen = new ConsoleRecord();
        using var slow = new SlowConsole();
        var crawling = seen.TakeAsync(slow.ReadAsync(relay, hub, stop.Token));
        await Until.TrueAsync("the slow console is there", () => seen.Count > 0); // Reading freely: its first frame may have 256 KiB.
        slow.Crawl();
        var before = Memory(relay);
        var together = await WatchAsync(fleet, relay, Effort.SlowReading);
        var growth = Memory(relay) - before;
        output.WriteLine($"alone: {alone}; with a slow reader: {together}; memory grew by {growth / MiB} MiB; the slow one got {seen.Count} lines of {fast.Count}");
        Assert.InRange(growth, long.MinValue, MostGrowth);
        var acknowledged = fleet.Devices.Select(device => (device.Name, Newest: device.Acknowledged - 1)).ToArray();
        await Until.TrueAsync("the fast console has what was acknowledged so far", () => acknowledged.All(device => fast.NewestOf(device.Name) >= device.Newest));
        Assert.Equal((0, 0), (fast.Skipped, seen.Skipped)); // The slow one has not even got that far.
        Assert.InRange(seen.Count, 1, fast.Count / 4);
        Assert.All(fleet.Devices, device => Assert.Equal((1, 0), (device.Connections, device.Refused)));

        await fleet.StopAsync();
        var end = (await SearchAsync(relay, "last=1")).Single().GetProperty("cursor").GetString()!;
        slow.LetGo();
        await Until.TrueAsync("both have what is kept", () => string.CompareOrdinal(seen.Cursor, end) >= 0 && string.CompareOrdinal(fast.Cursor, end) >= 0);
        Assert.Equal(0, fast.Skipped);
        Assert.True(seen.Skipped > 0, "Nothing was skipped: the test is too easy.");

        var rest = new ConsoleRecord();
        foreach (var message in await SearchAsync(relay, $"since={seen.CursorBeforeGap}"))
        {
            rest.Take(message);
        }

        output.WriteLine($"{seen.Skipped} messages skipped; {seen.Count} lines seen, {rest.Count} read from the journal");
        foreach (var device in fleet.Devices)
        {
            var all = seen.Of(device.Name).Union(rest.Of(device.Name)).Order().ToArray();
            Assert.Equal(Enumerable.Range((int)all[0], all.Length).Select(n => (long)n), all); // From when it came on, without a hole.
            Assert.InRange(all[^1], device.Acknowledged - 1, long.MaxValue);
        }

        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => crawling);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => reading);
    }

    /// <summary>Looks on while each device gets so many thousands of lines acknowledged.</summary>
    private static async Task<Pace> WatchAsync(Fleet fleet, RelayProcess relay, int thousands)
    {
        var began = Stopwatch.GetTimestamp();
        var (lines, latencies) = (fleet.Acknowledged, fleet.Devices.Select(device => device.Latencies.Count).ToArray());
        for (var i = 0; i < thousands; i++)
        {
            await fleet.UntilEachHasMoreAsync(1_000);
        }

        var taken = fleet.Devices.SelectMany((device, i) => device.Latencies.Take(device.Latencies.Count).Skip(latencies[i])).Order().ToArray();
        return new Pace((fleet.Acknowledged - lines) / Stopwatch.GetElapsedTime(began).TotalSeconds, taken[taken.Length / 2], Memory(relay) / MiB);
    }

    private static long Memory(RelayProcess relay)
    {
        using var process = Process.GetProcessById(relay.Id);
        return process.WorkingSet64;
    }

    private static async Task<List<JsonElement>> SearchAsync(RelayProcess relay, string query)
    {
        using var client = relay.ConsoleClient();
        var text = await client.GetStringAsync($"api/rooms/main/log?{query}");
        return [.. text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonElement.Parse(line))];
    }

    /// <summary>What devices got done.</summary>
    private sealed record Pace(double LinesPerSecond, double MedianMilliseconds, long MemoryMiB)
    {
        public override string ToString() => FormattableString.Invariant($"{LinesPerSecond:0} lines/s, PUBACK p50 {MedianMilliseconds:0.0} ms, {MemoryMiB} MiB");
    }
}
