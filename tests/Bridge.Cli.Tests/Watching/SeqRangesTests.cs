using Bridge.Cli.Watching;

namespace Bridge.Cli.Tests.Watching;

public sealed class SeqRangesTests
{
    [Fact]
    public void Add_AnyOrderWithRepeats_IsNewExactlyOnce()
    {
        var random = new Random(7); // fixed: a failure can be repeated
        for (var round = 0; round < 200; round++)
        {
            var ranges = new SeqRanges();
            var seen = new HashSet<long>();
            for (var i = 0; i < 200; i++)
            {
                var seq = random.Next(0, 40); // at most 20 gaps: under the limit
                Assert.Equal(seen.Add(seq), ranges.Add(seq));
            }
        }
    }

    [Fact]
    public void Add_MoreGapsThanAreKept_CountsTheOldestAsSeen()
    {
        var ranges = new SeqRanges();
        for (var seq = 0; seq <= 64; seq += 2)
        {
            Assert.True(ranges.Add(seq));
        }

        Assert.False(ranges.Add(1));
        Assert.True(ranges.Add(3));
    }
}
