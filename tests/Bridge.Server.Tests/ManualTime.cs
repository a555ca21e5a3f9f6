namespace Bridge.Server.Tests;

/// <summary>A clock that stands still until a test moves it. Timers of its own it has none: what it times is asked, not awaited.</summary>
internal sealed class ManualTime : TimeProvider
{
    private DateTimeOffset _now = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public override long TimestampFrequency => 10_000_019; // a prime: whoever assumes ticks or milliseconds is found out

    public override DateTimeOffset GetUtcNow() => _now;

    public override long GetTimestamp() => (long)((_now - DateTimeOffset.UnixEpoch).TotalSeconds * TimestampFrequency);

    public void Advance(TimeSpan by) => _now += by;
}
