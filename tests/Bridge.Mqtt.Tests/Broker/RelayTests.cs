using Bridge.Mqtt.Packets;

namespace Bridge.Mqtt.Tests.Broker;

public sealed class RelayTests
{
    [Theory]
    [InlineData(MqttProtocolVersion.V5, MqttProtocolVersion.V5)]
    [InlineData(MqttProtocolVersion.V311, MqttProtocolVersion.V5)]
    [InlineData(MqttProtocolVersion.V5, MqttProtocolVersion.V311)]
    [InlineData(MqttProtocolVersion.V311, MqttProtocolVersion.V311)]
    public async Task Publish_QoS0_ReachesSubscriberInOrder(MqttProtocolVersion from, MqttProtocolVersion to)
    {
        await using var fixture = new BrokerFixture();
        var publisher = await fixture.ConnectAsync("a", from);
        var subscriber = await fixture.ConnectAsync("b", to);
        await subscriber.SubscribeAsync(new SubscriptionRequest("t/+"));

        for (var i = 0; i < 100; i++)
        {
            await publisher.PublishAsync("t/1", $"m{i}");
        }

        for (var i = 0; i < 100; i++)
        {
            var message = await subscriber.ReceiveAsync<PublishPacket>();
            Assert.Equal("t/1", message.Topic);
            Assert.Equal($"m{i}", TestClient.Text(message.Payload));
        }
    }

    [Theory]
    [InlineData(MqttProtocolVersion.V5)]
    [InlineData(MqttProtocolVersion.V311)]
    public async Task Publish_QoS1_IsAcknowledgedAndDeliveredWithPacketId(MqttProtocolVersion version)
    {
        await using var fixture = new BrokerFixture();
        var publisher = await fixture.ConnectAsync("a", version);
        var subscriber = await fixture.ConnectAsync("b", version);
        await subscriber.SubscribeAsync(new SubscriptionRequest("#", MqttQoS.AtLeastOnce));

        await publisher.PublishAsync("t", "x", MqttQoS.AtLeastOnce, packetId: 9);

        Assert.Equal(new AckPacket(MqttPacketType.PubAck, 9), await publisher.ReceiveAckAsync());
        var message = await subscriber.ReceiveAsync<PublishPacket>();
        Assert.Equal(MqttQoS.AtLeastOnce, message.QoS);
        Assert.Equal(1, message.PacketId);
        await subscriber.SendAsync(new AckPacket(MqttPacketType.PubAck, 1));
        await subscriber.ReceiveNothingAsync();
    }

    [Fact]
    public async Task Publish_QoS2BothWays_RunsTheFourSteps()
    {
        await using var fixture = new BrokerFixture();
        var publisher = await fixture.ConnectAsync("a");
        var subscriber = await fixture.ConnectAsync("b");
        await subscriber.SubscribeAsync(new SubscriptionRequest("#", MqttQoS.ExactlyOnce));

        await publisher.PublishAsync("t", "x", MqttQoS.ExactlyOnce, packetId: 9);
        Assert.Equal(new AckPacket(MqttPacketType.PubRec, 9), await publisher.ReceiveAckAsync());
        await publisher.SendAsync(new AckPacket(MqttPacketType.PubRel, 9));
        Assert.Equal(new AckPacket(MqttPacketType.PubComp, 9), await publisher.ReceiveAckAsync());

        Assert.Equal(MqttQoS.ExactlyOnce, (await subscriber.ReceiveAsync<PublishPacket>()).QoS);
        await subscriber.SendAsync(new AckPacket(MqttPacketType.PubRec, 1));
        Assert.Equal(new AckPacket(MqttPacketType.PubRel, 1), await subscriber.ReceiveAckAsync());
        await subscriber.SendAsync(new AckPacket(MqttPacketType.PubComp, 1));
        await subscriber.ReceiveNothingAsync();
    }

    [Fact]
    public async Task Publish_WithProperties_ForwardsThemInOrder()
    {
        await using var fixture = new BrokerFixture();
        var publisher = await fixture.ConnectAsync("a");
        var subscriber = await fixture.ConnectAsync("b");
        await subscriber.SubscribeAsync(new SubscriptionRequest("#"));

        await publisher.SendAsync(new PublishPacket
        {
            Topic = "t",
            ResponseTopic = "r",
            CorrelationData = new byte[] { 1, 2 },
            ContentType = "application/json",
            PayloadIsText = true,
            MessageExpiryInterval = 60,
            UserProperties = [new("b", "1"), new("a", "2"), new("b", "3")],
        });

        var message = await subscriber.ReceiveAsync<PublishPacket>();
        Assert.Equal("r", message.ResponseTopic);
        Assert.Equal(new byte[] { 1, 2 }, message.CorrelationData!.Value.ToArray());
        Assert.Equal("application/json", message.ContentType);
        Assert.True(message.PayloadIsText);
        Assert.Equal(60u, message.MessageExpiryInterval);
        Assert.Equal([new("b", "1"), new("a", "2"), new("b", "3")], message.UserProperties);
    }

    [Fact]
    public async Task Publish_NobodySubscribed_SaysSo()
    {
        await using var fixture = new BrokerFixture();
        var publisher = await fixture.ConnectAsync("a");

        await publisher.PublishAsync("t", "x", MqttQoS.AtLeastOnce, packetId: 1);

        Assert.Equal(MqttReasonCode.NoMatchingSubscribers, (await publisher.ReceiveAckAsync()).ReasonCode);
    }

    [Fact]
    public async Task Publish_ToManyReceivers_EachGetsItsVersionQoSAndPacketId()
    {
        await using var fixture = new BrokerFixture();
        var publisher = await fixture.ConnectAsync("a");
        var old = await fixture.ConnectAsync("b", MqttProtocolVersion.V311);
        var surely = await fixture.ConnectAsync("c");
        var once = await fixture.ConnectAsync("d");
        await old.SubscribeAsync(new SubscriptionRequest("t", MqttQoS.AtLeastOnce));
        await surely.SubscribeAsync(new SubscriptionRequest("t", MqttQoS.AtLeastOnce));
        await once.SubscribeAsync(new SubscriptionRequest("t"));

        for (ushort i = 1; i <= 3; i++)
        {
            await publisher.PublishAsync("t", $"m{i}", MqttQoS.AtLeastOnce, i);
        }

        for (ushort i = 1; i <= 3; i++)
        {
            foreach (var receiver in new[] { old, surely, once })
            {
                var message = await receiver.ReceiveAsync<PublishPacket>();
                Assert.Equal($"m{i}", TestClient.Text(message.Payload));
                Assert.Equal(receiver == once ? 0 : i, message.PacketId);
            }
        }
    }
}
