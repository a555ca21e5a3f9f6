using System.Diagnostics;

namespace Bridge.JournalBench;

/// <summary>How long the disk takes to make an append durable: what a journal can't be faster than. Milliseconds.</summary>
internal sealed record SyncTimes(double Median, double P90, double P99)
{
    private const int Appends = 400;

    /// <summary>Appends a page and syncs, again and again, where the journal was.</summary>
    public static SyncTimes Measure()
    {
        using var file = new FileStream(
            Path.Combine(Path.GetTempPath(), Path.GetRandomFileName()), FileMode.CreateNew, FileAccess.Write, FileShare.None, 0, FileOptions.DeleteOnClose);
        var page = new byte[4_096];
        var times = new double[Appends];
        for (var i = 0; i < Appends; i++)
        {
            var started = Stopwatch.GetTimestamp();
            file.Write(page);
            file.Flush(flushToDisk: true);
            times[i] = Stopwatch.GetElapsedTime(started).TotalMilliseconds;
        }

        Array.Sort(times);
        return new SyncTimes(times[Appends / 2], times[Appends * 9 / 10], times[Appends * 99 / 100]);
    }
}
