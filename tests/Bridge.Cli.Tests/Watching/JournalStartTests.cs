using System.Globalization;
using Bridge.Cli.Watching;

namespace Bridge.Cli.Tests.Watching;

public sealed class JournalStartTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 23, 12, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData("30s", "2026-11-23T11:59:30Z")]
    [InlineData("10m", "2026-11-23T11:50:00Z")]
    [InlineData("2h", "2026-11-23T10:00:00Z")]
    [InlineData("7d", "2026-11-16T12:00:00Z")]
    [InlineData("2026-11-23T10:00Z", "2026-11-23T10:00:00Z")]
    [InlineData("2026-11-23T10:00:01.5+01:00", "2026-11-23T09:00:01.5Z")]
    public void TryParse_Time_IsThatTime(string text, string time)
    {
        Assert.True(JournalStart.TryParse(text, new FixedTime(), out var start));
        Assert.Equal(new JournalStart(Time: DateTimeOffset.Parse(time, CultureInfo.InvariantCulture)), start);
    }

    [Fact]
    public void TryParse_TimeWithoutZone_IsLocal()
    {
        Assert.True(JournalStart.TryParse("2026-11-23T10:00", new FixedTime(), out var start));
        Assert.Equal(new DateTime(2026, 11, 23, 10, 0, 0, DateTimeKind.Local), start.Time!.Value.LocalDateTime);
    }

    [Fact]
    public void TryParse_Cursor_IsThatPlace()
    {
        Assert.True(JournalStart.TryParse("5f21c3.00000000002a", new FixedTime(), out var start));
        Assert.Equal(new JournalStart(Cursor: "5f21c3.00000000002a"), start);
    }

    [Theory]
    [InlineData("")]
    [InlineData("yesterday")]
    [InlineData("10")]
    [InlineData("-10m")]
    [InlineData("999999d")]
    [InlineData("2026-13-01")]
    [InlineData("5f21c3.2a")]
    public void TryParse_AnythingElse_IsRefused(string text) => Assert.False(JournalStart.TryParse(text, new FixedTime(), out _));

    private sealed class FixedTime : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => Now;
    }
}
