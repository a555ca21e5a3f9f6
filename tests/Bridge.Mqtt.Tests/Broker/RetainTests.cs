using Bridge.Mqtt.Broker;
using Bridge.Mqtt.Packets;
using Bridge.Mqtt.Tests.Conformance;

namespace Bridge.Mqtt.Tests.Broker;

public sealed class RetainTests
{
    [Fact]
    public async Task Subscribe_AfterRetained_GetsItWithTheFlag()
    {
        await using var fixture = new BrokerFixture();
        var client = await fixture.ConnectAsync("c");
        await client.PublishAsync("a/b", "kept", retain: true);
        await client.SyncAsync();

        await client.SubscribeAsync(new SubscriptionRequest("a/#"));

        var message = await client.ReceiveAsync<PublishPacket>();
        Assert.True(message.Retain);
        Assert.Equal("kept", TestClient.Text(message.Payload));
    }

    [Fact]
    public async Task Subscribe_WithAnIdentifier_GetsItWithWhatIsRetained()
    {
        await using var fixture = new BrokerFixture();
        fixture.Broker.Publish(new() { Topic = "t", Retain = true, Payload = TestClient.Bytes("x") });
        var client = await fixture.ConnectAsync("c");

        await client.SubscribeAsync(7, new SubscriptionRequest("t"));

        Assert.True(await client.ReceiveAsync<PublishPacket>() is { SubscriptionIdentifiers: [7] });
    }

    [Fact]
    public async Task Publish_EmptyRetained_RemovesAndIsStillDelivered()
    {
        await using var fixture = new BrokerFixture();
        var client = await fixture.ConnectAsync("c");
        await client.PublishAsync("a", "kept", retain: true);
        await client.SyncAsync();
        await client.SubscribeAsync(new SubscriptionRequest("a"));
        await client.ReceiveTextAsync();

        await client.PublishAsync("a", "", retain: true);

        Assert.False((await client.ReceiveAsync<PublishPacket>()).Retain);
        Assert.Empty(fixture.Broker.Retained("#"));
    }

    [Theory]
    [InlineData(MqttRetainHandling.SendAlways, true, true)]
    [InlineData(MqttRetainHandling.SendIfNew, true, false)]
    [InlineData(MqttRetainHandling.SendNever, false, false)]
    public async Task Subscribe_RetainHandling_DecidesWhetherItComes(MqttRetainHandling handling, bool first, bool again)
    {
        await using var fixture = new BrokerFixture();
        fixture.Broker.Publish(new() { Topic = "a", Payload = TestClient.Bytes("x"), Retain = true });
        var client = await fixture.ConnectAsync("c");

        foreach (var expected in new[] { first, again })
        {
            await client.SubscribeAsync(new SubscriptionRequest("a", RetainHandling: handling));
            if (expected)
            {
                Assert.Equal("x", await client.ReceiveTextAsync());
            }
            else
            {
                await client.ReceiveNothingAsync();
            }
        }
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Publish_Retained_KeepsTheFlagOnlyIfAsked(bool asPublished)
    {
        await using var fixture = new BrokerFixture();
        var client = await fixture.ConnectAsync("c");
        await client.SubscribeAsync(new SubscriptionRequest("a", RetainAsPublished: asPublished));

        await client.PublishAsync("a", "x", retain: true);

        Assert.Equal(asPublished, (await client.ReceiveAsync<PublishPacket>()).Retain);
    }

    [Fact]
    public async Task Subscribe_RetainedAfterItsExpiry_GetsNothing()
    {
        await using var fixture = new BrokerFixture();
        fixture.Broker.Publish(new() { Topic = "a", Payload = TestClient.Bytes("x"), Retain = true, MessageExpiry = 10 });
        var client = await fixture.ConnectAsync("c");
        fixture.Clock.Advance(TimeSpan.FromSeconds(4));
        await client.SubscribeAsync(new SubscriptionRequest("a"));
        Assert.Equal(6u, (await client.ReceiveAsync<PublishPacket>()).MessageExpiryInterval);

        fixture.Clock.Advance(TimeSpan.FromSeconds(6));
        await client.SubscribeAsync(new SubscriptionRequest("a"));

        await client.ReceiveNothingAsync();
        Assert.Empty(fixture.Broker.Retained("a"));
    }

    [Fact]
    public async Task Publish_RetainedByClientThatMayNot_IsDisconnected()
    {
        await using var fixture = new BrokerFixture();
        fixture.Authenticator.Answer = _ => MqttAuthentication.Accept(limits: ClientLimits.Device);
        var client = await fixture.ConnectAsync("c");
        Assert.False(client.ConnAck.RetainAvailable);

        await client.PublishAsync("a", "x", retain: true);

        Assert.Equal(MqttReasonCode.RetainNotSupported, (await client.ReceiveDisconnectAsync()).ReasonCode);
    }

    [Fact]
    public async Task Publish_RetainedBeyondTheLimit_KeepsOnlyKnownTopics()
    {
        await using var fixture = new BrokerFixture(new BrokerLimits { RetainedMessages = 1 });
        fixture.Broker.Publish(new() { Topic = "a", Payload = TestClient.Bytes("1"), Retain = true });

        fixture.Broker.Publish(new() { Topic = "b", Payload = TestClient.Bytes("2"), Retain = true });
        fixture.Broker.Publish(new() { Topic = "a", Payload = TestClient.Bytes("3"), Retain = true });

        var kept = Assert.Single(fixture.Broker.Retained("#"));
        Assert.Equal("3", TestClient.Text(kept.Payload));
    }

    [Fact]
    public async Task Subscribe_TopicThatMayNotBeReceived_GetsNoRetainedEither()
    {
        await using var fixture = new BrokerFixture();
        fixture.Broker.Publish(new() { Topic = "hidden", Payload = TestClient.Bytes("1"), Retain = true });
        var client = await fixture.ConnectAsync("c");

        await client.SubscribeAsync(new SubscriptionRequest("#"));
        fixture.Broker.Publish(new() { Topic = "hidden" });

        await client.ReceiveNothingAsync();
    }

    [Fact]
    [Clause("MQTT-3.3.1-9")]
    public async Task Subscribe_MoreRetainedThanTheQueueHolds_GetsThemAllBeforeWhatIsNew()
    {
        await using var fixture = new BrokerFixture(new BrokerLimits { Client = new ClientLimits { QueueMessages = 5, SendMaximum = 2 } });
        for (var i = 0; i < 50; i++)
        {
            fixture.Broker.Publish(new() { Topic = $"t/{i}", Payload = TestClient.Bytes("kept"), QoS = MqttQoS.AtLeastOnce, Retain = true });
        }

        var client = await fixture.ConnectAsync("c");
        await client.SubscribeAsync(new SubscriptionRequest("t/#", MqttQoS.AtLeastOnce));
        fixture.Broker.Publish(new() { Topic = "t/7", Payload = TestClient.Bytes("new"), QoS = MqttQoS.AtLeastOnce });

        List<(string Topic, bool Retain)> seen = [];
        for (var i = 0; i < 51; i++)
        {
            var message = await client.ReceiveAsync<PublishPacket>();
            seen.Add((message.Topic, message.Retain));
            await client.SendAsync(new AckPacket(MqttPacketType.PubAck, message.PacketId));
        }

        Assert.Equal(50, seen.Take(50).Where(message => message.Retain).Distinct().Count());
        Assert.Equal(("t/7", false), seen[50]);
        await client.ReceiveNothingAsync();
    }

    [Fact]
    public async Task Subscribe_AgainAndAgainToRetainedWithoutReading_IsCut()
    {
        await using var fixture = new BrokerFixture(new BrokerLimits { RetainedMessages = 10, Client = new ClientLimits { SendMaximum = 2 } });
        for (var i = 0; i < 10; i++)
        {
            fixture.Broker.Publish(new() { Topic = $"t/{i}", Payload = TestClient.Bytes("kept"), QoS = MqttQoS.AtLeastOnce, Retain = true });
        }

        var client = await fixture.ConnectAsync("c");
        await client.SubscribeAsync(new SubscriptionRequest("t/#", MqttQoS.AtLeastOnce));
        await client.SendAsync(new SubscribePacket { PacketId = 78, Subscriptions = [new("t/+", MqttQoS.AtLeastOnce)] });

        for (var i = 0; i < 2; i++)
        {
            await client.ReceiveAsync<PublishPacket>();
        }

        await client.ReceiveAsync<SubAckPacket>();
        Assert.Equal(MqttReasonCode.QuotaExceeded, (await client.ReceiveDisconnectAsync()).ReasonCode);
    }

    [Fact]
    public async Task Subscribe_RetainedReplacedMeanwhile_DoesNotGetTheOlderOneLast()
    {
        await using var fixture = new BrokerFixture();
        fixture.Broker.Publish(new() { Topic = "t", Payload = TestClient.Bytes("older"), Retain = true });
        var client = await fixture.ConnectAsync("c");
        var isReplaced = false;
        fixture.Authorizer.MayReceive = (_, _) =>
        {
            // Asked when the older one was found, and before it is sent.
            if (!isReplaced)
            {
                isReplaced = true;
                fixture.Broker.Publish(new() { Topic = "t", Payload = TestClient.Bytes("newer"), Retain = true });
            }

            return true;
        };

        await client.SubscribeAsync(new SubscriptionRequest("t"));

        Assert.Equal("newer", await client.ReceiveTextAsync());
        await client.ReceiveNothingAsync();
    }
}
