using Bridge.Mqtt.Broker;
using Bridge.Mqtt.Packets;
using Bridge.Mqtt.Tests.Conformance;

namespace Bridge.Mqtt.Tests.Broker;

public sealed class FlowControlTests
{
    [Fact]
    public async Task ReceiveMaximum_OfServer_IsFreeAgainWithEachAcknowledgement()
    {
        await using var fixture = new BrokerFixture();
        var client = await fixture.ConnectAsync("c");

        // More than may be open at once, one after the other.
        for (ushort id = 1; id <= 200; id++)
        {
            await client.PublishAsync("t", qos: MqttQoS.AtLeastOnce, packetId: id);
            Assert.Equal(id, (await client.ReceiveAckAsync()).PacketId);
        }
    }

    [Fact]
    public async Task MaximumPacketSize_OfOneOfSeveralReceivers_BoundsWhatThatOneGets()
    {
        await using var fixture = new BrokerFixture();
        var small = await fixture.ConnectAsync(new ConnectPacket { ClientId = "small", MaximumPacketSize = 100 });
        var large = await fixture.ConnectAsync("large");
        await small.SubscribeAsync(new SubscriptionRequest("t"));
        await large.SubscribeAsync(new SubscriptionRequest("t"));

        fixture.Broker.Publish(new() { Topic = "t", Payload = new byte[200] });
        fixture.Broker.Publish(new() { Topic = "t", Payload = new byte[20] });

        Assert.Equal(20, (await small.ReceiveAsync<PublishPacket>()).Payload.Length);
        Assert.Equal(200, (await large.ReceiveAsync<PublishPacket>()).Payload.Length);
    }

    [Fact]
    public async Task ReceiveMaximum_OfClient_BoundsWhatIsInFlight()
    {
        await using var fixture = new BrokerFixture();
        var client = await fixture.ConnectAsync(new ConnectPacket { ClientId = "c", ReceiveMaximum = 2 });
        await client.SubscribeAsync(new SubscriptionRequest("#", MqttQoS.ExactlyOnce));
        for (var i = 1; i <= 4; i++)
        {
            fixture.Broker.Publish(new() { Topic = "t", QoS = MqttQoS.ExactlyOnce, Payload = TestClient.Bytes($"{i}") });
        }

        fixture.Broker.Publish(new() { Topic = "t", Payload = TestClient.Bytes("free") });

        Assert.Equal("1", await client.ReceiveTextAsync());
        Assert.Equal("2", await client.ReceiveTextAsync());

        // QoS 0 is not counted [MQTT-4.9.0-1].
        Assert.Equal("free", await client.ReceiveTextAsync());
        await client.ReceiveNothingAsync();

        // PUBREC frees nothing, PUBCOMP does.
        await client.SendAsync(new AckPacket(MqttPacketType.PubRec, 1));
        await client.ReceiveAckAsync();
        await client.ReceiveNothingAsync();
        await client.SendAsync(new AckPacket(MqttPacketType.PubComp, 1));
        Assert.Equal("3", await client.ReceiveTextAsync());

        // A refusing PUBREC ends the delivery and frees its place.
        await client.SendAsync(new AckPacket(MqttPacketType.PubRec, 2, MqttReasonCode.QuotaExceeded));
        Assert.Equal("4", await client.ReceiveTextAsync());
    }

    [Fact]
    public async Task ReceiveMaximum_OfServerExceeded_Disconnects()
    {
        await using var fixture = new BrokerFixture(new BrokerLimits { Client = new ClientLimits { ReceiveMaximum = 2 } });
        var client = await fixture.ConnectAsync("c");
        for (ushort i = 1; i <= 2; i++)
        {
            await client.PublishAsync("t", "", MqttQoS.ExactlyOnce, i);
            await client.ReceiveAckAsync();
        }

        await client.PublishAsync("t", "", MqttQoS.ExactlyOnce, 3);

        Assert.Equal(MqttReasonCode.ReceiveMaximumExceeded, (await client.ReceiveDisconnectAsync()).ReasonCode);
    }

    [Fact]
    public async Task ReceiveMaximum_OfServerReleased_GoesOn()
    {
        await using var fixture = new BrokerFixture(new BrokerLimits { Client = new ClientLimits { ReceiveMaximum = 2 } });
        var client = await fixture.ConnectAsync("c");

        for (ushort i = 1; i <= 10; i++)
        {
            await client.PublishAsync("t", "", MqttQoS.ExactlyOnce, i);
            await client.ReceiveAckAsync();
            await client.SendAsync(new AckPacket(MqttPacketType.PubRel, i));
            Assert.Equal(MqttPacketType.PubComp, (await client.ReceiveAckAsync()).Type);
        }
    }

    [Fact]
    public async Task MaximumPacketSize_OfClient_DropsWhatIsLarger()
    {
        await using var fixture = new BrokerFixture();
        var client = await fixture.ConnectAsync(new ConnectPacket { ClientId = "c", MaximumPacketSize = 100 });
        await client.SubscribeAsync(new SubscriptionRequest("#", MqttQoS.AtLeastOnce));

        fixture.Broker.Publish(new() { Topic = "t", QoS = MqttQoS.AtLeastOnce, Payload = new byte[101] });
        fixture.Broker.Publish(new() { Topic = "t", Payload = new byte[101] });
        fixture.Broker.Publish(new() { Topic = "t", QoS = MqttQoS.AtLeastOnce, Payload = TestClient.Bytes("small") });

        Assert.Equal("small", await client.ReceiveTextAsync());
        await client.ReceiveNothingAsync();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task MaximumPacketSize_OfClient_WhatIsLargerIsDoneWith(bool wasSentBefore)
    {
        await using var fixture = new BrokerFixture();
        var takesAll = new ConnectPacket { ClientId = "c", CleanStart = false, SessionExpiryInterval = 60 };
        var takesLittle = takesAll with { MaximumPacketSize = 100 };
        var client = await fixture.ConnectAsync(wasSentBefore ? takesAll : takesLittle);
        await client.SubscribeAsync(new SubscriptionRequest("t", MqttQoS.AtLeastOnce));
        fixture.Broker.Publish(new() { Topic = "t", QoS = MqttQoS.AtLeastOnce, Payload = new byte[101] });
        if (wasSentBefore)
        {
            await client.ReceiveAsync<PublishPacket>();
            await client.BreakAsync();
            client = await fixture.ConnectAsync(takesLittle);
        }

        await client.ReceiveNothingAsync();
        await client.BreakAsync();

        // As good as acknowledged [MQTT-3.1.2-25]: it isn't sent either when there would be room for it.
        await (await fixture.ConnectAsync(takesAll)).ReceiveNothingAsync();
    }

    [Fact]
    public async Task MaximumPacketSize_OfServer_Disconnects()
    {
        await using var fixture = new BrokerFixture(new BrokerLimits { Client = new ClientLimits { PacketBytes = 1000 } });
        var client = await fixture.ConnectAsync("c");

        await client.SendAsync(new byte[] { 0x30, 0xE8, 0x07 });

        Assert.Equal(MqttReasonCode.PacketTooLarge, (await client.ReceiveDisconnectAsync()).ReasonCode);
    }

    [Fact]
    public async Task MessageExpiry_WaitingForRoom_CountsDownAndDrops()
    {
        await using var fixture = new BrokerFixture();
        var client = await fixture.ConnectAsync(new ConnectPacket { ClientId = "c", ReceiveMaximum = 1 });
        await client.SubscribeAsync(new SubscriptionRequest("#", MqttQoS.AtLeastOnce));
        foreach (var (name, expiry) in new[] { ("first", 100u), ("short", 5u), ("long", 50u) })
        {
            fixture.Broker.Publish(new() { Topic = "t", QoS = MqttQoS.AtLeastOnce, MessageExpiry = expiry, Payload = TestClient.Bytes(name) });
        }

        Assert.Equal(100u, (await client.ReceiveAsync<PublishPacket>()).MessageExpiryInterval);
        fixture.Clock.Advance(TimeSpan.FromSeconds(10));
        await client.SendAsync(new AckPacket(MqttPacketType.PubAck, 1));

        var message = await client.ReceiveAsync<PublishPacket>();
        Assert.Equal("long", TestClient.Text(message.Payload));
        Assert.Equal(40u, message.MessageExpiryInterval);
    }

    [Theory]
    [InlineData(MqttQoS.AtMostOnce)]
    [InlineData(MqttQoS.AtLeastOnce)]
    public async Task MaximumPacketSize_ThatTheClientDoesNotState_HoldsNothingBack(MqttQoS qos)
    {
        await using var fixture = new BrokerFixture(new BrokerLimits { Client = new ClientLimits { PacketBytes = 1000 } });
        var subscriber = await fixture.ConnectAsync("s");
        await subscriber.SubscribeAsync(3, new SubscriptionRequest("#", qos));
        var publisher = await fixture.ConnectAsync("p", MqttProtocolVersion.V311);

        // As large as the server takes; larger on its way out, by its properties.
        await publisher.PublishAsync("t", new string('x', qos == MqttQoS.AtMostOnce ? 994 : 992), qos, 1);

        Assert.InRange((await subscriber.ReceiveAsync<PublishPacket>()).Payload.Length, 992, 994);
    }

    [Fact]
    [Clause("MQTT-3.3.4-10")]
    public async Task ReceiveMaximum_UsedUpAfterAReconnect_DoesNotHoldBackPubRel()
    {
        await using var fixture = new BrokerFixture();
        var packet = new ConnectPacket { ClientId = "c", CleanStart = false, SessionExpiryInterval = 60 };
        var client = await fixture.ConnectAsync(packet);
        await client.SubscribeAsync(new SubscriptionRequest("t", MqttQoS.ExactlyOnce));
        foreach (var (payload, qos) in new[] { ("1", MqttQoS.AtLeastOnce), ("2", MqttQoS.ExactlyOnce), ("3", MqttQoS.AtLeastOnce) })
        {
            fixture.Broker.Publish(new() { Topic = "t", QoS = qos, Payload = TestClient.Bytes(payload) });
            await client.ReceiveTextAsync();
        }

        await client.SendAsync(new AckPacket(MqttPacketType.PubRec, 2));
        await client.ReceiveAckAsync();
        await client.BreakAsync();
        var again = await fixture.ConnectAsync(packet with { ReceiveMaximum = 1 });

        Assert.Equal(new AckPacket(MqttPacketType.PubRel, 2), await again.ReceiveAckAsync());
        Assert.True(await again.ReceiveAsync<PublishPacket>() is { Dup: true, PacketId: 1 });

        // The one that was only to be released frees no place.
        await again.SendAsync(new AckPacket(MqttPacketType.PubComp, 2));
        await again.ReceiveNothingAsync();
        await again.SendAsync(new AckPacket(MqttPacketType.PubAck, 1));
        Assert.True(await again.ReceiveAsync<PublishPacket>() is { Dup: true, PacketId: 3 });
    }
}
