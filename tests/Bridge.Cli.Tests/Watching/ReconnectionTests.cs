using Bridge.Cli.Watching;

namespace Bridge.Cli.Tests.Watching;

public sealed class ReconnectionTests
{
    [Fact]
    public void Next_AgainAndAgain_GrowsToFiveSeconds()
    {
        var wait = new Reconnection(() => 1.0);
        Assert.Equal([0.5, 1, 2, 4, 5, 5], Enumerable.Range(0, 6).Select(_ => wait.Next().TotalSeconds));
        wait.Reset();
        Assert.Equal(0.5, wait.Next().TotalSeconds);
    }

    [Fact]
    public void Next_Jitter_IsFull() => Assert.Equal(TimeSpan.Zero, new Reconnection(() => 0).Next());
}
