using Bridge.Server.Security;

namespace Bridge.Server.Tests.Security;

public sealed class LaunchTokensTests
{
    private readonly ManualTime _time = new();

    [Fact]
    public void TryUse_Token_WorksOnce()
    {
        var launches = new LaunchTokens(_time);
        var token = launches.New();

        Assert.False(launches.TryUse("x" + token));
        Assert.True(launches.TryUse(token));
        Assert.False(launches.TryUse(token));
    }

    [Theory]
    [InlineData(-1, true)]
    [InlineData(0, false)]
    public void TryUse_AroundExpiry_EndsExactlyThen(int millisecondsAfter, bool valid)
    {
        var launches = new LaunchTokens(_time);
        var token = launches.New();

        _time.Advance(LaunchTokens.Lifetime + TimeSpan.FromMilliseconds(millisecondsAfter));

        Assert.Equal(valid, launches.TryUse(token));
    }

    [Fact]
    public void New_BeyondTheBound_DropsTheOldest()
    {
        var launches = new LaunchTokens(_time);
        var first = launches.New();
        _time.Advance(TimeSpan.FromSeconds(1));
        for (var more = 0; more < 100; more++)
        {
            launches.New();
        }

        Assert.False(launches.TryUse(first));
    }
}
