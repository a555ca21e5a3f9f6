using Bridge.Server.Consoles;
using Bridge.Server.Journal;

namespace Bridge.Server.Tests.Consoles;

public sealed class LogSearchTests
{
    [Fact]
    public void Read_Everything_BecomesTheJournalsQuery()
    {
        var search = new LogSearch
        {
            Device = "d1",
            Page = "p",
            Feed = "net",
            Since = "g.000000000001",
            Before = "g.000000000009",
            Words = "checkout failed",
            Level = "warn",
            Last = "20",
            From = "2026-11-23T10:00:00+01:00",
            Until = "2026-11-23T10:00",
        };
        Assert.True(search.TryRead("main", out var query, out _));
        var expected = new JournalQuery
        {
            Room = "main",
            Device = "d1",
            Page = "p",
            Feed = "net",
            Since = "g.000000000001",
            Before = "g.000000000009",
            Words = "checkout failed",
            Level = JournalLevel.Warn,
            Last = 20,
            From = new DateTimeOffset(2026, 11, 23, 9, 0, 0, TimeSpan.Zero),
            Until = new DateTimeOffset(2026, 11, 23, 10, 0, 0, TimeSpan.Zero),
        };
        Assert.Equal(expected, query);
    }

    [Fact]
    public void Read_Nothing_IsTheRoomsLog()
    {
        Assert.True(new LogSearch().TryRead("main", out var query, out _));
        Assert.Equal(new JournalQuery { Room = "main", Feed = "log" }, query);
    }

    [Theory]
    [InlineData("from", "yesterday")]
    [InlineData("until", "10 o'clock")]
    [InlineData("level", "loud")]
    [InlineData("words", "---")]
    [InlineData("last", "0")]
    [InlineData("last", "-1")]
    [InlineData("last", "99999999999")]
    public void Read_WhatIsNone_SaysWhatIsOne(string part, string value)
    {
        var search = new LogSearch
        {
            From = part == "from" ? value : null,
            Until = part == "until" ? value : null,
            Level = part == "level" ? value : null,
            Words = part == "words" ? value : null,
            Last = part == "last" ? value : null,
        };
        Assert.False(search.TryRead("main", out _, out var fault));
        Assert.Contains(part, fault, StringComparison.Ordinal);
    }
}
