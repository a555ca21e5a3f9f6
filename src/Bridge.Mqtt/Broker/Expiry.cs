namespace Bridge.Mqtt.Broker;

/// <summary>Message expiry: seconds on the wire, a timestamp of the broker's clock while a message waits (MQTT 5.0, 3.3.2.3.3).</summary>
internal static class Expiry
{
    public const long Never = long.MaxValue;

    public static long At(uint? seconds, TimeProvider time) =>
        seconds is { } left ? time.GetTimestamp() + (left * time.TimestampFrequency) : Never;

    public static bool HasPassed(long expiresAt, TimeProvider time) =>
        expiresAt != Never && time.GetTimestamp() >= expiresAt;

    /// <summary>What a receiver is told: the received value minus the time waited [MQTT-3.3.2-6], rounded up so that it is never 0 too early.</summary>
    public static uint? SecondsLeft(long expiresAt, TimeProvider time)
    {
        if (expiresAt == Never)
        {
            return null;
        }

        var ticks = Math.Max(expiresAt - time.GetTimestamp(), 0);
        return (uint)((ticks + time.TimestampFrequency - 1) / time.TimestampFrequency);
    }

    public static DateTimeOffset? WallClock(long expiresAt, TimeProvider time) =>
        SecondsLeft(expiresAt, time) is { } seconds ? time.GetUtcNow().AddSeconds(seconds) : null;

    /// <summary>Null if it has passed already.</summary>
    public static long? FromWallClock(DateTimeOffset? expiresAt, TimeProvider time)
    {
        if (expiresAt is not { } wall)
        {
            return Never;
        }

        var left = wall - time.GetUtcNow();
        return left <= TimeSpan.Zero ? null : time.GetTimestamp() + (long)(left.TotalSeconds * time.TimestampFrequency);
    }
}
