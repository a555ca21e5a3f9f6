using Bridge.Mqtt.Packets;

namespace Bridge.Mqtt.Tests.Broker;

public sealed class WillTests
{
    private static ConnectPacket WithWill(uint delay = 0, uint expiry = 300) => new()
    {
        ClientId = "w",
        CleanStart = false,
        SessionExpiryInterval = expiry,
        Will = new WillMessage
        {
            Topic = "will",
            Payload = TestClient.Bytes("gone"),
            DelayInterval = delay,
            MessageExpiryInterval = 9,
            ContentType = "text/plain",
            ResponseTopic = "r",
            CorrelationData = new byte[] { 7 },
            UserProperties = [new("k", "v")],
        },
    };

    [Fact]
    public async Task Will_ConnectionBreaks_IsPublishedWithItsProperties()
    {
        await using var fixture = new BrokerFixture();
        var watcher = await fixture.ConnectAsync("o");
        await watcher.SubscribeAsync(new SubscriptionRequest("will"));
        var client = await fixture.ConnectAsync(WithWill());

        await client.BreakAsync();

        var will = await watcher.ReceiveAsync<PublishPacket>();
        Assert.Equal("gone", TestClient.Text(will.Payload));
        Assert.True(will is { MessageExpiryInterval: 9, ContentType: "text/plain", ResponseTopic: "r" });
        Assert.Equal([new("k", "v")], will.UserProperties);
        Assert.Equal(new byte[] { 7 }, will.CorrelationData!.Value.ToArray());
    }

    [Theory]
    [InlineData(MqttReasonCode.Success, false)]
    [InlineData(MqttReasonCode.DisconnectWithWill, true)]
    [InlineData(MqttReasonCode.UnspecifiedError, true)]
    public async Task Will_Disconnect_IsPublishedUnlessNormal(MqttReasonCode reason, bool published)
    {
        await using var fixture = new BrokerFixture();
        var watcher = await fixture.ConnectAsync("o");
        await watcher.SubscribeAsync(new SubscriptionRequest("will"));
        var client = await fixture.ConnectAsync(WithWill());

        await client.SendAsync(new DisconnectPacket { ReasonCode = reason });
        await client.ReceiveEndAsync();

        if (published)
        {
            Assert.Equal("gone", await watcher.ReceiveTextAsync());
        }

        await watcher.ReceiveNothingAsync();
    }

    [Fact]
    public async Task Will_Delayed_ComesAfterTheDelayAndNotBefore()
    {
        await using var fixture = new BrokerFixture();
        var watcher = await fixture.ConnectAsync("o");
        await watcher.SubscribeAsync(new SubscriptionRequest("will"));
        var client = await fixture.ConnectAsync(WithWill(delay: 30));
        await client.BreakAsync();

        fixture.Clock.Advance(TimeSpan.FromSeconds(29));
        await watcher.ReceiveNothingAsync();
        fixture.Clock.Advance(TimeSpan.FromSeconds(2));

        Assert.Equal("gone", await watcher.ReceiveTextAsync());
    }

    [Fact]
    public async Task Will_Delayed_IsNotSentIfTheClientIsBack()
    {
        await using var fixture = new BrokerFixture();
        var watcher = await fixture.ConnectAsync("o");
        await watcher.SubscribeAsync(new SubscriptionRequest("will"));
        var client = await fixture.ConnectAsync(WithWill(delay: 30));
        await client.BreakAsync();

        fixture.Clock.Advance(TimeSpan.FromSeconds(20));
        await fixture.ConnectAsync(WithWill() with { Will = null });
        fixture.Clock.Advance(TimeSpan.FromSeconds(60));

        await watcher.ReceiveNothingAsync();
    }

    [Fact]
    public async Task Will_DelayedBeyondTheSession_ComesWithItsEnd()
    {
        await using var fixture = new BrokerFixture();
        var watcher = await fixture.ConnectAsync("o", MqttProtocolVersion.V311);
        await watcher.SubscribeAsync(new SubscriptionRequest("will"));
        var client = await fixture.ConnectAsync(WithWill(delay: 300, expiry: 10));
        await client.BreakAsync();

        fixture.Clock.Advance(TimeSpan.FromSeconds(9));
        await watcher.ReceiveNothingAsync();
        fixture.Clock.Advance(TimeSpan.FromSeconds(2));
        Assert.Equal("gone", await watcher.ReceiveTextAsync());

        fixture.Clock.Advance(TimeSpan.FromSeconds(300));
        await watcher.ReceiveNothingAsync();
    }

    [Fact]
    public async Task Will_OnTopicThatIsNotAllowed_RefusesTheConnection()
    {
        await using var fixture = new BrokerFixture();

        var client = await fixture.ConnectAsync(WithWill() with { Will = new WillMessage { Topic = "denied/x" } });

        Assert.Equal(MqttReasonCode.NotAuthorized, client.ConnAck.ReasonCode);
    }

    [Fact]
    public async Task Will_Retained_IsKept()
    {
        await using var fixture = new BrokerFixture();
        var client = await fixture.ConnectAsync(WithWill() with
        {
            Will = new WillMessage { Topic = "will", Payload = TestClient.Bytes("gone"), Retain = true },
        });

        await client.BreakAsync();

        Assert.Single(fixture.Broker.Retained("will"));
    }

    [Fact]
    public async Task Will_TakenOver_IsPublished()
    {
        await using var fixture = new BrokerFixture();
        var watcher = await fixture.ConnectAsync("o");
        await watcher.SubscribeAsync(new SubscriptionRequest("will"));
        await fixture.ConnectAsync(WithWill());

        await fixture.ConnectAsync(WithWill());

        Assert.Equal("gone", await watcher.ReceiveTextAsync());
        await watcher.ReceiveNothingAsync();
    }

    [Theory]
    [InlineData(false, 0, 0, true)]
    [InlineData(false, 5, 0, false)]
    [InlineData(false, 5, 60, false)]
    [InlineData(true, 0, 60, true)]
    [InlineData(true, 5, 0, true)]
    [InlineData(true, 5, 60, true)]
    public async Task Will_TakenOver_IsHeldBackByADelayUnlessTheStartIsClean(bool cleanStart, uint delay, uint expiry, bool published)
    {
        await using var fixture = new BrokerFixture();
        var watcher = await fixture.ConnectAsync("o");
        await watcher.SubscribeAsync(new SubscriptionRequest("will"));
        await fixture.ConnectAsync(WithWill(delay, expiry));

        await fixture.ConnectAsync(WithWill(delay, expiry) with { CleanStart = cleanStart, Will = null });

        if (published)
        {
            Assert.Equal("gone", await watcher.ReceiveTextAsync());
        }

        fixture.Clock.Advance(TimeSpan.FromSeconds(10));
        await watcher.ReceiveNothingAsync();
    }
}
