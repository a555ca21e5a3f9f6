using Bridge.Mqtt.Broker;
using Bridge.Mqtt.Packets;

namespace Bridge.Mqtt.Tests.Broker;

/// <summary>What a session was before a restart, it is afterwards.</summary>
public sealed class RestoredSessionTests
{
    private static readonly ConnectPacket Lasting = new() { ClientId = "c", CleanStart = false, SessionExpiryInterval = 100 };

    private readonly MemorySessionStore _store = new();
    private readonly TestClock _clock = new();

    [Fact]
    public async Task Subscription_KeepsItsOptions()
    {
        await using (var before = await StartAsync())
        {
            var client = await before.ConnectAsync(Lasting);
            await client.SubscribeAsync(5, new SubscriptionRequest("t", MqttQoS.AtLeastOnce, NoLocal: true, RetainAsPublished: true));
            await client.BreakAsync();
        }

        await using var after = await StartAsync();
        var again = await after.ConnectAsync(Lasting);
        await again.PublishAsync("t", "its own");
        await again.SyncAsync();
        after.Broker.Publish(new() { Topic = "t", QoS = MqttQoS.ExactlyOnce, Retain = true, Payload = TestClient.Bytes("another's") });

        var message = await again.ReceiveAsync<PublishPacket>();
        Assert.Equal("another's", TestClient.Text(message.Payload));
        Assert.True(message is { QoS: MqttQoS.AtLeastOnce, Retain: true, SubscriptionIdentifiers: [5] });
    }

    [Fact]
    public async Task Message_KeepsItsRetainFlag()
    {
        await using (var before = await StartAsync())
        {
            var client = await before.ConnectAsync(Lasting);
            await client.SubscribeAsync(new SubscriptionRequest("t", MqttQoS.AtLeastOnce, RetainAsPublished: true));
            await client.BreakAsync();
            before.Broker.Publish(new() { Topic = "t", QoS = MqttQoS.AtLeastOnce, Retain = true, Payload = TestClient.Bytes("1") });
            before.Broker.Publish(new() { Topic = "t", QoS = MqttQoS.AtLeastOnce, Payload = TestClient.Bytes("2") });
        }

        await using var after = await StartAsync();
        var again = await after.ConnectAsync(Lasting);

        Assert.True((await again.ReceiveAsync<PublishPacket>()).Retain);
        Assert.False((await again.ReceiveAsync<PublishPacket>()).Retain);
    }

    [Fact]
    public async Task MessagesInFlight_AreThoseThatWereNotAcknowledged_AndCanBe()
    {
        await using (var before = await StartAsync())
        {
            var client = await before.ConnectAsync(Lasting);
            await client.SubscribeAsync(new SubscriptionRequest("t", MqttQoS.AtLeastOnce));
            foreach (var payload in new[] { "1", "2", "3", "4" })
            {
                before.Broker.Publish(new() { Topic = "t", QoS = MqttQoS.AtLeastOnce, Payload = TestClient.Bytes(payload) });
                await client.ReceiveTextAsync();
            }

            await AcknowledgeAsync(client, MqttPacketType.PubAck, 2, 3);
            await client.BreakAsync();
        }

        await using var after = await StartAsync();
        var again = await after.ConnectAsync(Lasting);
        Assert.True(await again.ReceiveAsync<PublishPacket>() is { Dup: true, PacketId: 1 });
        Assert.True(await again.ReceiveAsync<PublishPacket>() is { Dup: true, PacketId: 4 });

        await AcknowledgeAsync(again, MqttPacketType.PubAck, 4, 1);

        await NothingIsLeftAsync(after, again);
    }

    [Fact]
    public async Task MessageThatWasReceivedForSure_IsOnlyReleased_AndCanBeCompleted()
    {
        await using (var before = await StartAsync())
        {
            var client = await before.ConnectAsync(Lasting);
            await client.SubscribeAsync(new SubscriptionRequest("t", MqttQoS.ExactlyOnce));
            before.Broker.Publish(new() { Topic = "t", QoS = MqttQoS.ExactlyOnce });
            await client.ReceiveTextAsync();
            await AcknowledgeAsync(client, MqttPacketType.PubRec, 1);
            await client.BreakAsync();
        }

        await using var after = await StartAsync();
        var again = await after.ConnectAsync(Lasting);
        Assert.Equal(new AckPacket(MqttPacketType.PubRel, 1), await again.ReceiveAckAsync());

        await again.SendAsync(new AckPacket(MqttPacketType.PubComp, 1));

        await NothingIsLeftAsync(after, again);
    }

    [Fact]
    public async Task Expiry_RunsFromWhenTheClientWent_NotFromTheRestart()
    {
        await using (var before = await StartAsync())
        {
            await (await before.ConnectAsync(Lasting)).BreakAsync();
        }

        _clock.Advance(TimeSpan.FromSeconds(60));
        await using var after = await StartAsync();
        Assert.Equal(1, after.Broker.Runtime.Sessions.Offline);

        _clock.Advance(TimeSpan.FromSeconds(39));
        Assert.Equal(1, after.Broker.Runtime.Sessions.Offline);
        _clock.Advance(TimeSpan.FromSeconds(2));

        await Until.TrueAsync("the session is gone", () => after.Broker.Runtime.Sessions is { Count: 0, Offline: 0 });
    }

    private static async Task AcknowledgeAsync(TestClient client, MqttPacketType type, params ushort[] packetIds)
    {
        foreach (var packetId in packetIds)
        {
            await client.SendAsync(new AckPacket(type, packetId));
        }

        if (type == MqttPacketType.PubRec)
        {
            Assert.Equal(MqttPacketType.PubRel, (await client.ReceiveAckAsync()).Type);
        }

        await client.SyncAsync();
    }

    /// <summary>To a client that comes again nothing is sent again.</summary>
    private static async Task NothingIsLeftAsync(BrokerFixture fixture, TestClient client)
    {
        await client.SyncAsync();
        await client.BreakAsync();
        var again = await fixture.ConnectAsync(Lasting);
        Assert.True(again.ConnAck.SessionPresent);
        await again.ReceiveNothingAsync();
    }

    private async Task<BrokerFixture> StartAsync()
    {
        var fixture = new BrokerFixture(sessions: _store, clock: _clock);
        await fixture.Broker.StartAsync();
        return fixture;
    }
}
