using Bridge.Mqtt.Broker;
using Bridge.Mqtt.Topics;

namespace Bridge.Mqtt.Tests.Broker;

/// <summary>The same behaviour for a few subscriptions as for many, and over the step between.</summary>
public sealed class SessionSubscriptionsTests
{
    private readonly SessionSubscriptions _subscriptions = new();

    [Theory]
    [InlineData(1)]
    [InlineData(8)]
    [InlineData(9)]
    [InlineData(40)]
    public void Set_ForEachFilter_IsFoundReplacedAndRemoved(int count)
    {
        var first = Enumerable.Range(0, count).Select(Make).ToList();
        first.ForEach(_subscriptions.Set);
        Assert.Equal(first, _subscriptions.All);

        var second = Enumerable.Range(0, count).Select(Make).ToList();
        second.ForEach(_subscriptions.Set);
        Assert.Equal(count, _subscriptions.Count);
        Assert.All(second, made => Assert.True(_subscriptions.TryGet(made.Filter.Full, out var found) && ReferenceEquals(made, found)));

        Assert.All(second, made => Assert.Same(made, _subscriptions.Remove(made.Filter.Full)));
        Assert.Null(_subscriptions.Remove(first[0].Filter.Full));
        Assert.Empty(_subscriptions.All);
        Assert.Equal(0, _subscriptions.Count);
    }

    [Fact]
    public void Clear_OfMany_StartsAnew()
    {
        Enumerable.Range(0, 20).Select(Make).ToList().ForEach(_subscriptions.Set);
        _subscriptions.Clear();
        Assert.False(_subscriptions.TryGet("t/1", out _));
        _subscriptions.Set(Make(1));
        Assert.Single(_subscriptions.All);
    }

    private static Subscription Make(int number)
    {
        Assert.True(TopicFilter.TryParse($"t/{number}", mayShare: true, out var filter));
        return new Subscription { Filter = filter };
    }
}
