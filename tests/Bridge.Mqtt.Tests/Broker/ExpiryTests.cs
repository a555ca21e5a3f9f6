using Bridge.Mqtt.Broker;

namespace Bridge.Mqtt.Tests.Broker;

public sealed class ExpiryTests
{
    [Fact]
    public void SecondsLeft_OfABegunSecond_IsThatSecond()
    {
        var clock = new TestClock();
        var expiresAt = Expiry.At(10, clock);
        Assert.Equal(10u, Expiry.SecondsLeft(expiresAt, clock));

        clock.Advance(TimeSpan.FromSeconds(9.5));
        Assert.Equal(1u, Expiry.SecondsLeft(expiresAt, clock));
        Assert.False(Expiry.HasPassed(expiresAt, clock));

        clock.Advance(TimeSpan.FromSeconds(0.5));
        Assert.Equal(0u, Expiry.SecondsLeft(expiresAt, clock));
        Assert.True(Expiry.HasPassed(expiresAt, clock));
    }

    [Fact]
    public void SecondsLeft_OfAMessageWithoutExpiry_AreUnknown() =>
        Assert.Null(Expiry.SecondsLeft(Expiry.At(seconds: null, TimeProvider.System), TimeProvider.System));
}
