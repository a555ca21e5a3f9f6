using Bridge.Faults.Devices;
using Bridge.Server.Journal;

namespace Bridge.Faults.Relays;

/// <summary>What a data folder's journal has, or the one in PostgreSQL, by device, in the journal's order.</summary>
internal static class KeptJournal
{
    public static async Task<ILookup<string, long>> ReadAsync(string dataFolder, string? location = null)
    {
        await using var archive = JournalArchive.Open(dataFolder, location);
        var lines = new List<(string Device, long Seq)>();
        await foreach (var entry in archive.Journal.ReadAsync(new JournalQuery { Feed = "log" }))
        {
            Assert.Equal(LoggingDevice.Line(entry.Seq), System.Text.Encoding.UTF8.GetString(entry.Json.Span));
            lines.Add((entry.Device, entry.Seq));
        }

        return lines.ToLookup(line => line.Device, line => line.Seq);
    }

    /// <summary>Every line that a device was told is kept is there, each once, in order; what is there beyond them goes on from them.</summary>
    public static async Task AssertHasAllAsync(string dataFolder, IEnumerable<LoggingDevice> devices, string? location = null)
    {
        var kept = await ReadAsync(dataFolder, location);
        var all = devices.ToList();
        Assert.Empty(Verdict.Of(kept, all));
        Assert.All(all, device => Assert.True(device.Acknowledged > 0, $"{device.Name} got nothing acknowledged"));
    }
}
