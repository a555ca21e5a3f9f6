using Bridge.Mqtt.Packets;
using Bridge.Mqtt.Tests.Broker;

namespace Bridge.Mqtt.Tests.Conformance;

/// <summary>What the standard says of SUBSCRIBE, UNSUBSCRIBE, retained messages and topics, with raw packets against the broker.</summary>
public sealed class SubscriptionConformanceTests
{
    [Theory]
    [InlineData(MqttProtocolVersion.V311)]
    [InlineData(MqttProtocolVersion.V5)]
    [Clause("MQTT-3.8.4-1", "MQTT-3.8.4-2", "MQTT-3.8.4-5", "MQTT-3.8.4-6", "MQTT-3.9.3-1", "MQTT-3.9.3-2", "MQTT-2.2.1-6", "MQTT-3.10.4-4", "MQTT-3.10.4-5", "MQTT-3.10.4-6")]
    [Clause("MQTT-3.8.4-1", "MQTT-3.8.4-2", "MQTT-3.8.4-4", "MQTT-3.8.4-5", "MQTT-3.9.3-1", "MQTT-3.9.3-2", "MQTT-2.3.1-7", "MQTT-3.10.4-4", "MQTT-3.10.4-5", "MQTT-3.10.4-6", Of = MqttProtocolVersion.V311)]
    public async Task Answers_ToManyFilters_AreOneInTheirOrderWithTheirId(MqttProtocolVersion version)
    {
        await using var fixture = new BrokerFixture();
        var client = await fixture.ConnectAsync("c", version);
        await client.SendAsync(new SubscribePacket
        {
            PacketId = 0x1234,
            Subscriptions = [new("a", MqttQoS.ExactlyOnce), new("denied/x"), new("b", MqttQoS.AtLeastOnce), new("c")],
        });
        var granted = await client.ReceiveAsync<SubAckPacket>();
        Assert.Equal(0x1234, granted.PacketId);
        var refused = version == MqttProtocolVersion.V5 ? MqttReasonCode.NotAuthorized : MqttReasonCode.UnspecifiedError;
        Assert.Equal([MqttReasonCode.GrantedQoS2, refused, MqttReasonCode.GrantedQoS1, MqttReasonCode.Success], granted.ReasonCodes);

        await client.SendAsync(new UnsubscribePacket { PacketId = 0x4321, Filters = ["b", "nothing", "a"] });
        var ended = await client.ReceiveAsync<UnsubAckPacket>();
        Assert.Equal(0x4321, ended.PacketId);
        if (version == MqttProtocolVersion.V5)
        {
            Assert.Equal([MqttReasonCode.Success, MqttReasonCode.NoSubscriptionExisted, MqttReasonCode.Success], ended.ReasonCodes);
        }
    }

    [Theory]
    [InlineData(MqttProtocolVersion.V311)]
    [InlineData(MqttProtocolVersion.V5)]
    [Clause("MQTT-3.8.4-3", "MQTT-3.8.4-4", "MQTT-3.3.1-9", "MQTT-3.3.1-5", "MQTT-3.3.1-8", "MQTT-3.3.1-12")]
    [Clause("MQTT-3.8.4-3", "MQTT-3.3.1-5", "MQTT-3.3.1-6", "MQTT-3.3.1-8", "MQTT-3.3.1-9", "MQTT-3.3.1-12", Of = MqttProtocolVersion.V311)]
    public async Task Subscribe_Again_ReplacesAndSendsTheLatestRetainedAnew(MqttProtocolVersion version)
    {
        await using var fixture = new BrokerFixture();
        var client = await fixture.ConnectAsync("c", version);
        await client.PublishAsync("t", "old", retain: true);
        await client.PublishAsync("t", "kept", retain: true);
        await client.PublishAsync("t", "passing");
        for (var i = 0; i < 2; i++)
        {
            await client.SubscribeAsync(new SubscriptionRequest("t"));
            var retained = await client.ReceiveAsync<PublishPacket>();
            Assert.True(retained.Retain);
            Assert.Equal("kept", TestClient.Text(retained.Payload));
        }

        await client.PublishAsync("t", "live", retain: true);
        var live = await client.ReceiveAsync<PublishPacket>();
        Assert.False(live.Retain);
        await client.ReceiveNothingAsync();
    }

    [Theory]
    [InlineData(MqttProtocolVersion.V311)]
    [InlineData(MqttProtocolVersion.V5)]
    [Clause("MQTT-3.3.1-6", "MQTT-3.3.1-7")]
    [Clause("MQTT-3.3.1-7", "MQTT-3.3.1-10", "MQTT-3.3.1-11", "MQTT-3.1.2-7", Of = MqttProtocolVersion.V311)]
    public async Task Retained_EmptyPayload_RemovesAndIsNotKept(MqttProtocolVersion version)
    {
        await using var fixture = new BrokerFixture();
        var publisher = await fixture.ConnectAsync("p", version);
        await publisher.PublishAsync("t", "kept", retain: true);
        await publisher.SyncAsync();
        await publisher.BreakAsync();
        var client = await fixture.ConnectAsync("c", version);
        await client.SubscribeAsync(new SubscriptionRequest("t"));
        Assert.Equal("kept", await client.ReceiveTextAsync());
        await client.PublishAsync("t", "", retain: true);
        Assert.Equal("", await client.ReceiveTextAsync());
        Assert.Empty(fixture.Broker.Retained("#"));
    }

    [Theory]
    [InlineData(MqttProtocolVersion.V311)]
    [InlineData(MqttProtocolVersion.V5)]
    [Clause("MQTT-3.10.4-1", "MQTT-3.10.4-2", "MQTT-3.10.4-3", "MQTT-4.3.2-3", "MQTT-4.3.3-3")]
    [Clause("MQTT-3.10.4-1", "MQTT-3.10.4-2", "MQTT-3.10.4-3", Of = MqttProtocolVersion.V311)]
    public async Task Unsubscribe_StopsWhatIsNewAndFinishesWhatHasBegun(MqttProtocolVersion version)
    {
        await using var fixture = new BrokerFixture();
        var client = await fixture.ConnectAsync("c", version);
        await client.SubscribeAsync(new SubscriptionRequest("t/#", MqttQoS.ExactlyOnce));
        fixture.Broker.Publish(new() { Topic = "t/1", QoS = MqttQoS.ExactlyOnce });
        var begun = await client.ReceiveAsync<PublishPacket>();

        // Not the same filter, character by character, though it means the same topics.
        await client.SendAsync(new UnsubscribePacket { PacketId = 1, Filters = ["T/#", "t/+/#"] });
        await client.ReceiveAsync<UnsubAckPacket>();
        fixture.Broker.Publish(new() { Topic = "t/2" });
        Assert.Equal("t/2", (await client.ReceiveAsync<PublishPacket>()).Topic);

        await client.SendAsync(new UnsubscribePacket { PacketId = 2, Filters = ["t/#"] });
        await client.ReceiveAsync<UnsubAckPacket>();
        fixture.Broker.Publish(new() { Topic = "t/3" });
        await client.SendAsync(new AckPacket(MqttPacketType.PubRec, begun.PacketId));
        Assert.Equal(new AckPacket(MqttPacketType.PubRel, begun.PacketId), await client.ReceiveAckAsync());
        await client.ReceiveNothingAsync();
    }

    [Theory]
    [InlineData("é", "é", true)]
    [InlineData("é", "e\u0301", false)]
    [InlineData("A", "a", false)]
    [InlineData("a/", "a", false)]
    [InlineData("/a", "a", false)]
    [InlineData("a//b", "a/b", false)]
    [InlineData("\ufeffa", "a", false)]
    [InlineData("+/+", "/finance", true)]
    [InlineData("+", "/finance", false)]
    [InlineData("/+", "/finance", true)]
    [InlineData("sport/#", "sport", true)]
    [InlineData("#", "$SYS/x", false)]
    [InlineData("+/x", "$SYS/x", false)]
    [Clause("MQTT-4.7.3-4", "MQTT-4.7.2-1", "MQTT-1.5.4-3", "MQTT-4.7.1-1", "MQTT-4.7.1-2", "MQTT-4.7.0-1")]
    [Clause("MQTT-4.7.3-4", "MQTT-4.7.2-1", "MQTT-1.5.3-3", "MQTT-4.7.1-1", "MQTT-4.7.1-2", "MQTT-4.7.1-3", Of = MqttProtocolVersion.V311)]
    public async Task Topics_AreComparedAsTheyAre(string filter, string topic, bool matches)
    {
        await using var fixture = new BrokerFixture();
        var client = await fixture.ConnectAsync("c");
        await client.SubscribeAsync(new SubscriptionRequest(filter));
        fixture.Broker.Publish(new() { Topic = topic });
        if (matches)
        {
            Assert.Equal(topic, (await client.ReceiveAsync<PublishPacket>()).Topic);
        }

        await client.ReceiveNothingAsync();
    }

    [Fact]
    [Clause("MQTT-3.3.4-5", "MQTT-3.3.4-4", "MQTT-3.3.4-3", "MQTT-3.3.4-2")]
    public async Task SubscriptionIdentifiers_OfAllThatMatch_ComeWithTheMessage()
    {
        await using var fixture = new BrokerFixture();
        var client = await fixture.ConnectAsync("c");
        await client.SubscribeAsync(1, new SubscriptionRequest("a/#", MqttQoS.AtLeastOnce));
        await client.SubscribeAsync(200, new SubscriptionRequest("a/b", MqttQoS.ExactlyOnce));
        await client.SubscribeAsync(new SubscriptionRequest("a/+"));
        fixture.Broker.Publish(new() { Topic = "a/b", QoS = MqttQoS.ExactlyOnce });
        var message = await client.ReceiveAsync<PublishPacket>();
        Assert.Equal([1u, 200u], message.SubscriptionIdentifiers.Order());
        Assert.Equal(MqttQoS.ExactlyOnce, message.QoS);
        await client.ReceiveNothingAsync();
    }

    [Theory]
    [InlineData(MqttProtocolVersion.V311)]
    [InlineData(MqttProtocolVersion.V5)]
    [Clause("MQTT-3.12.4-1")]
    [Clause("MQTT-3.12.4-1", Of = MqttProtocolVersion.V311)]
    public async Task PingReq_IsAnswered(MqttProtocolVersion version)
    {
        await using var fixture = new BrokerFixture();
        await (await fixture.ConnectAsync("c", version)).SyncAsync();
    }
}
