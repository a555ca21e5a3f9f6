using System.Collections.Concurrent;
using Bridge.Mqtt.Packets;

namespace Bridge.Mqtt.Tests.Broker;

public sealed class InProcessTests
{
    [Fact]
    public async Task Subscribe_ClientPublishes_HandlerSeesAllOfIt()
    {
        await using var fixture = new BrokerFixture();
        var seen = new ConcurrentQueue<MqttApplicationMessageSeen>();
        using var subscription = fixture.Broker.Subscribe("a/#", delivery => seen.Enqueue(new(
            delivery.Topic,
            TestClient.Text(delivery.Payload),
            delivery.Sender!.ClientId,
            delivery.ResponseTopic,
            delivery.ContentType,
            TestClient.Text(delivery.CorrelationData!.Value),
            delivery.UserProperties.Single().Value)));
        var client = await fixture.ConnectAsync("c");

        await client.SendAsync(new PublishPacket
        {
            Topic = "a/b",
            Payload = TestClient.Bytes("x"),
            ResponseTopic = "r",
            ContentType = "t",
            CorrelationData = TestClient.Bytes("id"),
            UserProperties = [new("k", "v")],
        });
        await client.SyncAsync();

        Assert.Equal(new("a/b", "x", "c", "r", "t", "id", "v"), Assert.Single(seen));
    }

    [Fact]
    public async Task Subscribe_Disposed_HearsNothingMore()
    {
        await using var fixture = new BrokerFixture();
        var heard = 0;
        var subscription = fixture.Broker.Subscribe("a", _ => heard++);
        fixture.Broker.Publish(new() { Topic = "a" });

        subscription.Dispose();
        fixture.Broker.Publish(new() { Topic = "a" });

        Assert.Equal(1, heard);
    }

    [Fact]
    public async Task Subscribe_WithRetained_GetsThemFirst()
    {
        await using var fixture = new BrokerFixture();
        fixture.Broker.Publish(new() { Topic = "a", Payload = TestClient.Bytes("old"), Retain = true });
        var seen = new List<(string, bool)>();

        using var subscription = fixture.Broker.Subscribe("#", delivery => seen.Add((TestClient.Text(delivery.Payload), delivery.IsReplay)), retained: true);
        fixture.Broker.Publish(new() { Topic = "a", Payload = TestClient.Bytes("new"), Retain = true });

        Assert.Equal([("old", true), ("new", false)], seen);
    }

    [Fact]
    public async Task Handler_Throws_HarmsNobody()
    {
        await using var fixture = new BrokerFixture();
        using var broken = fixture.Broker.Subscribe("a", _ => throw new InvalidOperationException("broken"));
        var client = await fixture.ConnectAsync("c");
        await client.SubscribeAsync(new SubscriptionRequest("a"));

        await client.PublishAsync("a", "x");

        Assert.Equal("x", await client.ReceiveTextAsync());
    }

    [Fact]
    public async Task Handler_PublishesAnAnswer_ReachesTheAsker()
    {
        await using var fixture = new BrokerFixture();
        using var echo = fixture.Broker.Subscribe("ask", delivery =>
            fixture.Broker.Publish(new() { Topic = delivery.ResponseTopic!, CorrelationData = delivery.CorrelationData }));
        var client = await fixture.ConnectAsync("c");
        await client.SubscribeAsync(new SubscriptionRequest("answer"));

        await client.SendAsync(new PublishPacket { Topic = "ask", ResponseTopic = "answer", CorrelationData = new byte[] { 1 } });

        Assert.Equal(new byte[] { 1 }, (await client.ReceiveAsync<PublishPacket>()).CorrelationData!.Value.ToArray());
    }

    [Theory]
    [InlineData("")]
    [InlineData("a/+")]
    [InlineData("a#")]
    public async Task Publish_NotATopic_Throws(string topic)
    {
        await using var fixture = new BrokerFixture();

        Assert.Throws<ArgumentException>(() => fixture.Broker.Publish(new() { Topic = topic }));
    }

    [Fact]
    public async Task DisconnectAsync_WithSessions_EndsThemToo()
    {
        await using var fixture = new BrokerFixture();
        var client = await fixture.ConnectAsync(new ConnectPacket { ClientId = "c", SessionExpiryInterval = 60 });
        var other = await fixture.ConnectAsync("d");

        var done = fixture.Broker.DisconnectAsync(info => info.ClientId == "c", MqttReasonCode.NotAuthorized, endSessions: true);

        Assert.Equal(MqttReasonCode.NotAuthorized, (await client.ReceiveDisconnectAsync()).ReasonCode);
        await done;
        await other.ReceiveNothingAsync();
        Assert.Equal(["+c", "+d", "-c NotAuthorized", "xc"], fixture.Observer.Heard);
    }

    [Fact]
    public async Task DrainAsync_Connected_SaysGoodbyeAndAcceptsNobody()
    {
        await using var fixture = new BrokerFixture();
        var client = await fixture.ConnectAsync("c");

        var drained = fixture.Broker.DrainAsync(TimeSpan.FromSeconds(5));

        Assert.Equal(MqttReasonCode.ServerShuttingDown, (await client.ReceiveDisconnectAsync()).ReasonCode);
        await drained.WaitAsync(TestClient.Patience);
        await fixture.Open().ReceiveEndAsync();
    }

    private sealed record MqttApplicationMessageSeen(
        string Topic, string Payload, string Sender, string? Response, string? Content, string Correlation, string Property);

    [Fact]
    public async Task Delivery_OfTwoBrokers_TellsEachByItsOwnClock()
    {
        await using var early = new BrokerFixture();
        await using var late = new BrokerFixture();
        late.Clock.Advance(TimeSpan.FromHours(1));
        List<uint?> left = [];
        foreach (var broker in new[] { early.Broker, late.Broker })
        {
            using var subscription = broker.Subscribe("t", message => left.Add(message.MessageExpiry));
            broker.Publish(new() { Topic = "t", MessageExpiry = 60 });
        }

        Assert.Equal([60, 60], left);
    }
}
