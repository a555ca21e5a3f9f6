using Bridge.Server.Commands;

namespace Bridge.Server.Tests.Commands;

public sealed class EvalRateTests
{
    [Fact]
    public void TryTake_AfterTheBurst_RefillsEvenly()
    {
        var time = new ManualTime();
        var rate = new EvalRate(time);
        for (var eval = 0; eval < CommandLimits.EvalsPerSecond; eval++)
        {
            Assert.True(rate.TryTake());
        }

        Assert.False(rate.TryTake());
        time.Advance(TimeSpan.FromMilliseconds(101));
        Assert.True(rate.TryTake());
        Assert.False(rate.TryTake());
        time.Advance(TimeSpan.FromHours(1));
        Assert.Equal(CommandLimits.EvalsPerSecond, Enumerable.Range(0, 100).Count(_ => rate.TryTake()));
    }
}
