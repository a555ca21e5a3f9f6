using Bridge.Mqtt.Broker;
using Bridge.Mqtt.Packets;

namespace Bridge.Mqtt.Tests.Broker;

public sealed class InterceptorTests
{
    [Fact]
    public async Task Interceptor_ChangesAMessage_SubscribersGetTheChangedOne()
    {
        var interceptor = new TestInterceptor((sender, message) => MqttInterception.Change(
            message.ToMessage() with { Topic = "new/" + sender.ClientId, Payload = TestClient.Bytes("changed"), ContentType = "text/plain" }));
        await using var fixture = new BrokerFixture(interceptor: interceptor);
        var client = await fixture.ConnectAsync("c");
        await client.SubscribeAsync(new SubscriptionRequest("#"));

        await client.PublishAsync("seen/a", "written", retain: true);

        var received = await client.ReceiveAsync<PublishPacket>();
        Assert.Equal(("new/c", "changed", "text/plain"), (received.Topic, TestClient.Text(received.Payload), received.ContentType));
        Assert.Equal(["new/c"], fixture.Broker.Retained("#").Select(message => message.Topic));
    }

    [Fact]
    public async Task Interceptor_NotInterestedInATopic_IsNotAskedAndNothingChanges()
    {
        var interceptor = new TestInterceptor((_, _) => MqttInterception.Consume);
        await using var fixture = new BrokerFixture(interceptor: interceptor);
        var client = await fixture.ConnectAsync("c");
        await client.SubscribeAsync(new SubscriptionRequest("#"));

        await client.PublishAsync("other", "x");

        Assert.Equal("x", await client.ReceiveTextAsync());
        Assert.Equal(0, interceptor.Seen);
    }

    [Theory]
    [InlineData(MqttProtocolVersion.V5)]
    [InlineData(MqttProtocolVersion.V311)]
    public async Task Interceptor_Consumes_SenderHearsOfSuccessAndNobodyGetsIt(MqttProtocolVersion version)
    {
        await using var fixture = new BrokerFixture(interceptor: new TestInterceptor((_, _) => MqttInterception.Consume));
        var client = await fixture.ConnectAsync("c", version);
        await client.SubscribeAsync(new SubscriptionRequest("#"));

        await client.PublishAsync("seen", "x");
        await client.PublishAsync("seen", "x", MqttQoS.AtLeastOnce, packetId: 1);

        Assert.Equal(new AckPacket(MqttPacketType.PubAck, 1), await client.ReceiveAckAsync());
        await client.ReceiveNothingAsync();
    }

    [Fact]
    public async Task Interceptor_ConsumesQoS2_SeesItsRepetitionNotAgain()
    {
        var interceptor = new TestInterceptor((_, _) => MqttInterception.Consume);
        await using var fixture = new BrokerFixture(interceptor: interceptor);
        var client = await fixture.ConnectAsync("c");
        for (var i = 0; i < 2; i++)
        {
            await client.PublishAsync("seen", "x", MqttQoS.ExactlyOnce, packetId: 7);
            Assert.Equal(new AckPacket(MqttPacketType.PubRec, 7), await client.ReceiveAckAsync());
        }

        Assert.Equal(1, interceptor.Seen);
    }

    [Theory]
    [InlineData(MqttQoS.AtLeastOnce)]
    [InlineData(MqttQoS.ExactlyOnce)]
    public async Task Interceptor_Refuses_SenderHearsTheReason(MqttQoS qos)
    {
        await using var fixture = new BrokerFixture(interceptor: new TestInterceptor((_, _) => MqttInterception.Refuse(MqttReasonCode.PayloadFormatInvalid)));
        var client = await fixture.ConnectAsync("c");
        await client.SubscribeAsync(new SubscriptionRequest("#"));

        await client.PublishAsync("seen", "x", qos, packetId: 1);
        Assert.Equal(MqttReasonCode.PayloadFormatInvalid, (await client.ReceiveAckAsync()).ReasonCode);

        // With QoS 0 there is nothing to say it with, and the client stays.
        await client.PublishAsync("seen", "x");
        await client.ReceiveNothingAsync();
        Assert.Equal(2, fixture.Broker.Runtime.Metrics.DropCount);
    }

    [Fact]
    public async Task Interceptor_Throws_RefusesThatMessageAlone()
    {
        await using var fixture = new BrokerFixture(interceptor: new TestInterceptor((_, message) =>
            message.Payload.Length == 0 ? throw new InvalidOperationException("broken") : MqttInterception.Pass));
        var client = await fixture.ConnectAsync("c");

        await client.PublishAsync("seen", "", MqttQoS.AtLeastOnce, packetId: 1);
        await client.PublishAsync("seen", "x", MqttQoS.AtLeastOnce, packetId: 2);

        Assert.Equal(MqttReasonCode.UnspecifiedError, (await client.ReceiveAckAsync()).ReasonCode);
        Assert.Equal(MqttReasonCode.NoMatchingSubscribers, (await client.ReceiveAckAsync()).ReasonCode);
    }

    [Fact]
    public async Task Interceptor_OfAWill_MayChangeIt()
    {
        await using var fixture = new BrokerFixture(interceptor: new TestInterceptor((_, message) =>
            MqttInterception.Change(message.ToMessage() with { Payload = TestClient.Bytes("gone") })));
        var other = await fixture.ConnectAsync("d");
        await other.SubscribeAsync(new SubscriptionRequest("#"));
        var client = await fixture.ConnectAsync(new ConnectPacket { ClientId = "c", Will = new WillMessage { Topic = "seen", Payload = TestClient.Bytes("will") } });

        await client.BreakAsync();

        Assert.Equal("gone", await other.ReceiveTextAsync());
    }

    [Fact]
    public async Task Interceptor_OfWhatTheProgramPublishes_IsNotAsked()
    {
        var interceptor = new TestInterceptor((_, _) => MqttInterception.Consume);
        await using var fixture = new BrokerFixture(interceptor: interceptor);
        var client = await fixture.ConnectAsync("c");
        await client.SubscribeAsync(new SubscriptionRequest("#"));

        fixture.Broker.Publish(new() { Topic = "seen", Payload = TestClient.Bytes("x") });

        Assert.Equal("x", await client.ReceiveTextAsync());
        Assert.Equal(0, interceptor.Seen);
    }

    [Fact]
    public void Change_ToNoTopic_Throws() => Assert.Throws<ArgumentException>(() => MqttInterception.Change(new() { Topic = "a/+" }));
}
