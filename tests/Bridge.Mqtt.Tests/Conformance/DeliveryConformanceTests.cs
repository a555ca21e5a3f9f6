using Bridge.Mqtt.Packets;
using Bridge.Mqtt.Tests.Broker;

namespace Bridge.Mqtt.Tests.Conformance;

/// <summary>What the standard says of QoS, packet identifiers and order, with raw packets against the broker.</summary>
public sealed class DeliveryConformanceTests
{
    public static TheoryData<MqttProtocolVersion, MqttQoS, MqttQoS> Matrix
    {
        get
        {
            var data = new TheoryData<MqttProtocolVersion, MqttQoS, MqttQoS>();
            foreach (var version in new[] { MqttProtocolVersion.V311, MqttProtocolVersion.V5 })
            {
                foreach (var published in Enum.GetValues<MqttQoS>())
                {
                    foreach (var granted in Enum.GetValues<MqttQoS>())
                    {
                        data.Add(version, published, granted);
                    }
                }
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Matrix))]
    [Clause("MQTT-3.8.4-8", "MQTT-3.8.4-7", "MQTT-3.3.4-1", "MQTT-2.2.1-4", "MQTT-2.2.1-5", "MQTT-4.3.1-1", "MQTT-4.3.2-2", "MQTT-4.3.2-4", "MQTT-4.3.3-2", "MQTT-4.3.3-8", "MQTT-4.3.3-11", "MQTT-3.3.2-3", "MQTT-4.5.0-1")]
    [Clause("MQTT-3.8.4-6", "MQTT-3.8.4-5", "MQTT-4.3.1-1", "MQTT-4.3.2-1", "MQTT-4.3.2-2", "MQTT-4.3.3-1", "MQTT-4.3.3-2", "MQTT-4.5.0-1", "MQTT-2.3.1-6", Of = MqttProtocolVersion.V311)]
    public async Task QoS_PublishedAndGranted_IsDeliveredAtTheLower(MqttProtocolVersion version, MqttQoS published, MqttQoS granted)
    {
        await using var fixture = new BrokerFixture();
        var publisher = await fixture.ConnectAsync("p", version);
        var subscriber = await fixture.ConnectAsync("s", version);
        Assert.Equal([(MqttReasonCode)granted], (await subscriber.SubscribeAsync(new SubscriptionRequest("t/+", granted))).ReasonCodes);
        await publisher.PublishAsync("t/1", "x", published, published == MqttQoS.AtMostOnce ? (ushort)0 : (ushort)5);
        await FinishAsync(publisher, published, 5);

        var message = await subscriber.ReceiveAsync<PublishPacket>();
        var lower = (MqttQoS)Math.Min((int)published, (int)granted);
        Assert.Equal("t/1", message.Topic);
        Assert.Equal(lower, message.QoS);
        Assert.False(message.Dup);
        Assert.Equal(lower == MqttQoS.AtMostOnce, message.PacketId == 0);
        await AnswerAsync(subscriber, message);
    }

    [Theory]
    [InlineData(MqttProtocolVersion.V311)]
    [InlineData(MqttProtocolVersion.V5)]
    [Clause("MQTT-3.3.1-3", "MQTT-4.3.2-5")]
    [Clause("MQTT-3.3.1-3", Of = MqttProtocolVersion.V311)]
    public async Task Dup_OfThePublisher_IsNotPassedOnAndAnAcknowledgedIdIsNew(MqttProtocolVersion version)
    {
        await using var fixture = new BrokerFixture();
        var publisher = await fixture.ConnectAsync("p", version);
        var subscriber = await fixture.ConnectAsync("s", version);
        await subscriber.SubscribeAsync(new SubscriptionRequest("t", MqttQoS.AtLeastOnce));
        var again = new PublishPacket { Topic = "t", QoS = MqttQoS.AtLeastOnce, PacketId = 5, Dup = true };
        for (var i = 0; i < 2; i++)
        {
            await publisher.SendAsync(again);
            Assert.Equal(5, (await publisher.ReceiveAckAsync()).PacketId);
            Assert.False((await subscriber.ReceiveAsync<PublishPacket>()).Dup);
        }
    }

    [Fact]
    [Clause("MQTT-4.3.3-10", "MQTT-4.3.3-12")]
    [Clause("MQTT-4.3.3-2", Of = MqttProtocolVersion.V311)]
    public async Task QoS2_SameIdBeforeAndAfterItsEnd_IsOneMessageAndThenANewOne()
    {
        await using var fixture = new BrokerFixture();
        var count = 0;
        using var subscription = fixture.Broker.Subscribe("t", _ => count++);
        var publisher = await fixture.ConnectAsync("p");
        var message = new PublishPacket { Topic = "t", QoS = MqttQoS.ExactlyOnce, PacketId = 5 };
        await publisher.SendAsync(message);
        Assert.Equal(MqttPacketType.PubRec, (await publisher.ReceiveAckAsync()).Type);
        await publisher.SendAsync(message with { Dup = true });
        Assert.Equal(MqttPacketType.PubRec, (await publisher.ReceiveAckAsync()).Type);
        Assert.Equal(1, count);
        await publisher.SendAsync(new AckPacket(MqttPacketType.PubRel, 5));
        Assert.Equal(new AckPacket(MqttPacketType.PubComp, 5), await publisher.ReceiveAckAsync());
        await publisher.SendAsync(message);
        await publisher.ReceiveAckAsync();
        Assert.Equal(2, count);
    }

    [Fact]
    [Clause("MQTT-4.3.3-9", "MQTT-3.5.2-1")]
    public async Task QoS2_RefusedByPubRec_FreesItsId()
    {
        await using var fixture = new BrokerFixture();
        var count = 0;
        using var subscription = fixture.Broker.Subscribe("t", _ => count++);
        var publisher = await fixture.ConnectAsync("p");
        await publisher.PublishAsync("denied/t", "", MqttQoS.ExactlyOnce, 5);
        Assert.Equal(MqttReasonCode.NotAuthorized, (await publisher.ReceiveAckAsync()).ReasonCode);
        await publisher.PublishAsync("t", "", MqttQoS.ExactlyOnce, 5);
        Assert.Equal(MqttPacketType.PubRec, (await publisher.ReceiveAckAsync()).Type);
        Assert.Equal(1, count);
    }

    [Theory]
    [InlineData(MqttQoS.AtLeastOnce, MqttPacketType.PubAck)]
    [InlineData(MqttQoS.ExactlyOnce, MqttPacketType.PubRec)]
    [Clause("MQTT-4.4.0-2")]
    public async Task Delivery_RefusedByTheClient_IsNotRepeated(MqttQoS qos, MqttPacketType answer)
    {
        await using var fixture = new BrokerFixture();
        var lasting = new ConnectPacket { ClientId = "s", CleanStart = false, SessionExpiryInterval = 60 };
        var subscriber = await fixture.ConnectAsync(lasting);
        await subscriber.SubscribeAsync(new SubscriptionRequest("t", qos));
        fixture.Broker.Publish(new() { Topic = "t", QoS = qos });
        var message = await subscriber.ReceiveAsync<PublishPacket>();
        await subscriber.SendAsync(new AckPacket(answer, message.PacketId, MqttReasonCode.ImplementationSpecificError));
        await subscriber.SyncAsync();
        await subscriber.BreakAsync();
        var again = await fixture.ConnectAsync(lasting);
        await again.ReceiveNothingAsync();
    }

    [Fact]
    [Clause("MQTT-4.3.3-5", "MQTT-4.3.3-6", "MQTT-4.4.0-1", "MQTT-4.3.3-7", "MQTT-4.3.3-13")]
    [Clause("MQTT-4.4.0-1", Of = MqttProtocolVersion.V311)]
    public async Task QoS2_BrokenAfterPubRec_RepeatsPubRelAloneEvenWhenExpired()
    {
        await using var fixture = new BrokerFixture();
        var lasting = new ConnectPacket { ClientId = "s", CleanStart = false, SessionExpiryInterval = 600 };
        var subscriber = await fixture.ConnectAsync(lasting);
        await subscriber.SubscribeAsync(new SubscriptionRequest("t", MqttQoS.ExactlyOnce));
        fixture.Broker.Publish(new() { Topic = "t", QoS = MqttQoS.ExactlyOnce, MessageExpiry = 5 });
        var message = await subscriber.ReceiveAsync<PublishPacket>();
        await subscriber.SendAsync(new AckPacket(MqttPacketType.PubRec, message.PacketId));
        Assert.Equal(MqttPacketType.PubRel, (await subscriber.ReceiveAckAsync()).Type);
        await subscriber.BreakAsync();
        fixture.Clock.Advance(TimeSpan.FromSeconds(10));

        var again = await fixture.ConnectAsync(lasting);
        Assert.Equal(new AckPacket(MqttPacketType.PubRel, message.PacketId), await again.ReceiveAckAsync());
        await again.SendAsync(new AckPacket(MqttPacketType.PubComp, message.PacketId));
        await again.ReceiveNothingAsync();
    }

    [Theory]
    [InlineData(MqttQoS.AtMostOnce)]
    [InlineData(MqttQoS.AtLeastOnce)]
    [InlineData(MqttQoS.ExactlyOnce)]
    [Clause("MQTT-4.6.0-5", "MQTT-4.6.0-6")]
    [Clause("MQTT-4.6.0-5", "MQTT-4.6.0-6", Of = MqttProtocolVersion.V311)]
    public async Task Order_OfOnePublisher_IsKept(MqttQoS qos)
    {
        const int count = 40;
        await using var fixture = new BrokerFixture();
        var publisher = await fixture.ConnectAsync("p");
        var subscriber = await fixture.ConnectAsync("s");
        await subscriber.SubscribeAsync(new SubscriptionRequest("#", qos));
        for (var i = 1; i <= count; i++)
        {
            await publisher.PublishAsync("t", $"{i}", qos, qos == MqttQoS.AtMostOnce ? (ushort)0 : (ushort)i);
            await FinishAsync(publisher, qos, (ushort)i);
        }

        for (var i = 1; i <= count; i++)
        {
            Assert.Equal($"{i}", await subscriber.ReceiveTextAsync());
        }
    }

    [Fact]
    [Clause("MQTT-3.3.4-9", "MQTT-3.3.4-10", "MQTT-4.9.0-1", "MQTT-4.9.0-2", "MQTT-4.9.0-3")]
    public async Task Quota_UsedUp_HoldsBackPublishesAndNothingElse()
    {
        await using var fixture = new BrokerFixture();
        var subscriber = await fixture.ConnectAsync(new ConnectPacket { ClientId = "s", ReceiveMaximum = 1 });
        await subscriber.SubscribeAsync(new SubscriptionRequest("t", MqttQoS.AtLeastOnce));
        fixture.Broker.Publish(new() { Topic = "t", QoS = MqttQoS.AtLeastOnce });
        fixture.Broker.Publish(new() { Topic = "t", QoS = MqttQoS.AtLeastOnce });
        var first = await subscriber.ReceiveAsync<PublishPacket>();
        await subscriber.SyncAsync();
        Assert.Equal([MqttReasonCode.Success], (await subscriber.SubscribeAsync(new SubscriptionRequest("other"))).ReasonCodes);
        await subscriber.SendAsync(new AckPacket(MqttPacketType.PubAck, first.PacketId));
        await subscriber.ReceiveAsync<PublishPacket>();
    }

    private static async Task FinishAsync(TestClient publisher, MqttQoS qos, ushort id)
    {
        if (qos == MqttQoS.AtLeastOnce)
        {
            Assert.Equal((MqttPacketType.PubAck, id), ((await publisher.ReceiveAckAsync()) is var ack ? (ack.Type, ack.PacketId) : default));
        }
        else if (qos == MqttQoS.ExactlyOnce)
        {
            Assert.Equal((MqttPacketType.PubRec, id), ((await publisher.ReceiveAckAsync()) is var rec ? (rec.Type, rec.PacketId) : default));
            await publisher.SendAsync(new AckPacket(MqttPacketType.PubRel, id));
            Assert.Equal(new AckPacket(MqttPacketType.PubComp, id), await publisher.ReceiveAckAsync());
        }
    }

    private static async Task AnswerAsync(TestClient subscriber, PublishPacket message)
    {
        if (message.QoS == MqttQoS.ExactlyOnce)
        {
            await subscriber.SendAsync(new AckPacket(MqttPacketType.PubRec, message.PacketId));
            Assert.Equal(new AckPacket(MqttPacketType.PubRel, message.PacketId), await subscriber.ReceiveAckAsync());
        }
    }
}
