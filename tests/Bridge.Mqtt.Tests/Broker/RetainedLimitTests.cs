using Bridge.Mqtt.Broker;
using Bridge.Mqtt.Packets;

namespace Bridge.Mqtt.Tests.Broker;

/// <summary>At the limit of retained messages a new topic takes the place of one that has expired, and no other.</summary>
public sealed class RetainedLimitTests
{
    [Theory]
    [InlineData(10)]
    [InlineData(10_000)]
    public async Task Publish_BeyondTheLimit_LooksAtOneMessageHoweverManyAreKept(int kept)
    {
        await using var fixture = new BrokerFixture(new BrokerLimits { RetainedMessages = kept });
        for (var i = 0; i < kept; i++)
        {
            Retain(fixture, $"t/{i}", expiry: 1000);
        }

        Retain(fixture, "new"); // Once before: its route is made.
        var readings = fixture.Clock.Readings;
        var bytes = GC.GetAllocatedBytesForCurrentThread();
        Retain(fixture, "new");

        Assert.InRange(fixture.Clock.Readings - readings, 1, 2);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - bytes, 0, 8_000);
        Assert.Equal(kept, fixture.Broker.Runtime.Retained.Count);
    }

    [Fact]
    public async Task Publish_BeyondTheLimit_TakesThePlacesOfThoseThatExpiredAndOfNoOther()
    {
        await using var fixture = new BrokerFixture(new BrokerLimits { RetainedMessages = 4 });
        Retain(fixture, "second", expiry: 20);
        Retain(fixture, "first", expiry: 10);
        Retain(fixture, "also first", expiry: 10);
        Retain(fixture, "lasting");
        Retain(fixture, "too early");

        fixture.Clock.Advance(TimeSpan.FromSeconds(10));
        Retain(fixture, "a");
        Retain(fixture, "b");
        Retain(fixture, "c");

        Assert.Equal(["a", "b", "lasting", "second"], Topics(fixture));
    }

    [Fact]
    public async Task Publish_BeyondTheLimit_GoesByTheLatestMessageOfATopic()
    {
        await using var fixture = new BrokerFixture(new BrokerLimits { RetainedMessages = 3 });
        Retain(fixture, "now lasting", expiry: 10);
        Retain(fixture, "now lasting");
        Retain(fixture, "now expiring");
        Retain(fixture, "now expiring", expiry: 10);
        Retain(fixture, "removed", expiry: 5);
        fixture.Broker.Publish(new() { Topic = "removed", Retain = true });
        Retain(fixture, "later", expiry: 10);
        Retain(fixture, "later", expiry: 20);

        fixture.Clock.Advance(TimeSpan.FromSeconds(15));
        Retain(fixture, "a");
        Retain(fixture, "b");

        Assert.Equal(["a", "later", "now lasting"], Topics(fixture));
    }

    [Fact]
    public async Task Publish_AfterExpiredOnesWereMet_HasTheirPlacesOnceOnly()
    {
        await using var fixture = new BrokerFixture(new BrokerLimits { RetainedMessages = 2 });
        Retain(fixture, "expired", expiry: 10);
        Retain(fixture, "lasting");
        fixture.Clock.Advance(TimeSpan.FromSeconds(10));
        Assert.Equal(["lasting"], Topics(fixture));

        Retain(fixture, "a");
        Retain(fixture, "b");

        Assert.Equal(["a", "lasting"], Topics(fixture));
    }

    [Fact]
    public async Task Publish_BeyondTheLimitAfterARestart_TakesThePlaceOfOneThatExpired()
    {
        var store = new MemoryRetainedStore();
        var clock = new TestClock();
        await using (var before = new BrokerFixture(retained: store, clock: clock))
        {
            Retain(before, "expiring", expiry: 10);
            await before.Broker.DrainAsync(TimeSpan.Zero);
        }

        await using var after = new BrokerFixture(new BrokerLimits { RetainedMessages = 1 }, retained: store, clock: clock);
        await after.Broker.StartAsync();
        Assert.Equal(["expiring"], Topics(after));
        clock.Advance(TimeSpan.FromSeconds(11));
        Retain(after, "a");
        await after.Broker.DrainAsync(TimeSpan.Zero);

        Assert.Equal(["a"], Topics(after));
        Assert.Equal(["a"], (await store.LoadAsync(default)).Select(stored => stored.Message.Topic));
    }

    private static void Retain(BrokerFixture fixture, string topic, uint? expiry = null) =>
        fixture.Broker.Publish(new() { Topic = topic, Payload = TestClient.Bytes("x"), Retain = true, MessageExpiry = expiry });

    private static IEnumerable<string> Topics(BrokerFixture fixture) =>
        fixture.Broker.Retained("#").Select(message => message.Topic).Order(StringComparer.Ordinal);
}
