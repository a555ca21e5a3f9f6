using Bridge.Contracts.Feeds;

namespace Bridge.Cli.Watching;

/// <summary>When something happened by the device's own clock, which may be wrong: for display only.</summary>
internal static class DeviceClock
{
    // What DateTimeOffset can hold, in milliseconds since 1970; a device may claim anything.
    private const double Earliest = -62_135_596_800_000;
    private const double Latest = 253_402_300_799_999;

    public static DateTimeOffset TimeOf(FeedBatch<LogEntry> batch, int index)
    {
        var milliseconds = batch.Origin + batch.Items[index].T;
        return DateTimeOffset.FromUnixTimeMilliseconds(double.IsNaN(milliseconds) ? 0 : (long)Math.Clamp(milliseconds, Earliest, Latest));
    }
}
