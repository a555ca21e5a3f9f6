using Bridge.Mqtt.Packets;

namespace Bridge.Mqtt.Tests.Broker;

public sealed class SubscriptionTests
{
    [Fact]
    public async Task Subscribe_SeveralFilters_ObserverHearsOfTheGranted()
    {
        await using var fixture = new BrokerFixture();
        var client = await fixture.ConnectAsync("c");

        await client.SubscribeAsync(new SubscriptionRequest("a/#"), new SubscriptionRequest("denied/b"), new SubscriptionRequest("$share/g/c"));

        Assert.Equal(["+c", "c < a/#", "c < $share/g/c"], fixture.Observer.Heard);
    }

    [Fact]
    public async Task Overlapping_Subscriptions_GiveOneDeliveryWithAllIdsAndHighestQoS()
    {
        await using var fixture = new BrokerFixture();
        var client = await fixture.ConnectAsync("c");
        await client.SubscribeAsync(1, new SubscriptionRequest("a/#"));
        await client.SubscribeAsync(2, new SubscriptionRequest("a/+", MqttQoS.ExactlyOnce));
        await client.SubscribeAsync(new SubscriptionRequest("a/b", MqttQoS.AtLeastOnce));

        fixture.Broker.Publish(new() { Topic = "a/b", QoS = MqttQoS.ExactlyOnce });

        var message = await client.ReceiveAsync<PublishPacket>();
        Assert.Equal(MqttQoS.ExactlyOnce, message.QoS);
        Assert.Equal([1u, 2u], message.SubscriptionIdentifiers.Order());
        await client.ReceiveNothingAsync();
    }

    [Fact]
    public async Task NoLocal_OwnMessage_IsLeftOut()
    {
        await using var fixture = new BrokerFixture();
        var client = await fixture.ConnectAsync("c");
        var other = await fixture.ConnectAsync("d");
        await client.SubscribeAsync(new SubscriptionRequest("t", NoLocal: true));

        await client.PublishAsync("t", "mine");
        await client.SyncAsync();
        await other.PublishAsync("t", "theirs");

        Assert.Equal("theirs", await client.ReceiveTextAsync());
        await client.ReceiveNothingAsync();
    }

    [Fact]
    public async Task NoLocal_BesideAnother_LeavesTheOther()
    {
        await using var fixture = new BrokerFixture();
        var client = await fixture.ConnectAsync("c");
        await client.SubscribeAsync(1, new SubscriptionRequest("t", MqttQoS.AtLeastOnce, NoLocal: true));
        await client.SubscribeAsync(2, new SubscriptionRequest("#"));

        await client.PublishAsync("t", "mine", MqttQoS.AtLeastOnce, 1);

        var message = await client.ReceiveAsync<PublishPacket>();
        Assert.Equal([2u], message.SubscriptionIdentifiers);
        Assert.Equal(MqttQoS.AtMostOnce, message.QoS);
    }

    [Fact]
    public async Task Subscribe_Again_ReplacesTheOldOne()
    {
        await using var fixture = new BrokerFixture();
        var client = await fixture.ConnectAsync("c");
        await client.SubscribeAsync(1, new SubscriptionRequest("t", MqttQoS.ExactlyOnce));

        await client.SubscribeAsync(2, new SubscriptionRequest("t"));
        fixture.Broker.Publish(new() { Topic = "t", QoS = MqttQoS.ExactlyOnce });

        var message = await client.ReceiveAsync<PublishPacket>();
        Assert.Equal([2u], message.SubscriptionIdentifiers);
        Assert.Equal(MqttQoS.AtMostOnce, message.QoS);
        await client.ReceiveNothingAsync();
    }

    [Fact]
    public async Task Unsubscribe_KnownAndUnknown_SaysWhich()
    {
        await using var fixture = new BrokerFixture();
        var client = await fixture.ConnectAsync("c");
        await client.SubscribeAsync(new SubscriptionRequest("a"));

        await client.SendAsync(new UnsubscribePacket { PacketId = 5, Filters = ["a", "b"] });

        var answer = await client.ReceiveAsync<UnsubAckPacket>();
        Assert.Equal([MqttReasonCode.Success, MqttReasonCode.NoSubscriptionExisted], answer.ReasonCodes);
        fixture.Broker.Publish(new() { Topic = "a" });
        await client.ReceiveNothingAsync();
    }

    [Fact]
    public async Task Subscribe_MixedFilters_AnswersEachInOrder()
    {
        await using var fixture = new BrokerFixture();
        var client = await fixture.ConnectAsync("c");

        var answer = await client.SubscribeAsync(
            new SubscriptionRequest("a", MqttQoS.ExactlyOnce),
            new SubscriptionRequest("denied/x"),
            new SubscriptionRequest("1/2/3/4/5/6/7/8/9"),
            new SubscriptionRequest("b"));

        Assert.Equal(
            [MqttReasonCode.GrantedQoS2, MqttReasonCode.NotAuthorized, MqttReasonCode.TopicFilterInvalid, MqttReasonCode.Success],
            answer.ReasonCodes);
        Assert.NotNull(answer.ReasonString);
    }

    [Fact]
    public async Task Subscribe_ProblemInformationNotWanted_GetsNoReasonString()
    {
        await using var fixture = new BrokerFixture();
        var client = await fixture.ConnectAsync(new ConnectPacket { ClientId = "c", RequestProblemInformation = false });

        var answer = await client.SubscribeAsync(new SubscriptionRequest("denied/x"));

        Assert.Null(answer.ReasonString);
    }

    [Fact]
    public async Task Subscribe_SystemTopicsByWildcard_GetsNone()
    {
        await using var fixture = new BrokerFixture();
        var client = await fixture.ConnectAsync("c");
        await client.SubscribeAsync(new SubscriptionRequest("#"), new SubscriptionRequest("+/x"));

        fixture.Broker.Publish(new() { Topic = "$SYS/x" });

        await client.ReceiveNothingAsync();
    }

    [Fact]
    public async Task Subscribe_ShareNameIn311_IsAnOrdinaryFilter()
    {
        await using var fixture = new BrokerFixture();
        var client = await fixture.ConnectAsync("c", MqttProtocolVersion.V311);
        await client.SubscribeAsync(new SubscriptionRequest("$share/g/t"));

        fixture.Broker.Publish(new() { Topic = "t" });
        fixture.Broker.Publish(new() { Topic = "$share/g/t", Payload = TestClient.Bytes("literal") });

        Assert.Equal("literal", await client.ReceiveTextAsync());
    }
}
