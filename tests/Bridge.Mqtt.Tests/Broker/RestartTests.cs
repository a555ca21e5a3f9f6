using Bridge.Mqtt.Broker;
using Bridge.Mqtt.Packets;

namespace Bridge.Mqtt.Tests.Broker;

public sealed class RestartTests
{
    private static readonly ConnectPacket Lasting = new() { ClientId = "c", CleanStart = false, SessionExpiryInterval = 100 };

    private static readonly ConnectPacket WithWill = new()
    {
        ClientId = "w",
        SessionExpiryInterval = 100,
        Will = new WillMessage { Topic = "will", Payload = TestClient.Bytes("gone"), QoS = MqttQoS.AtLeastOnce, DelayInterval = 30, UserProperties = [new("k", "v")] },
    };

    private readonly MemorySessionStore _sessions = new();
    private readonly MemoryRetainedStore _retained = new();
    private readonly TestClock _clock = new();

    [Fact]
    public async Task Restart_LastingSession_GoesOnWhereItWas()
    {
        await using (var before = await StartAsync())
        {
            var client = await before.ConnectAsync(Lasting);
            await client.SubscribeAsync(5, new SubscriptionRequest("t/#", MqttQoS.ExactlyOnce));
            await client.PublishAsync("other", "", MqttQoS.ExactlyOnce, 9);
            await client.ReceiveAckAsync();
            foreach (var payload in new[] { "1", "2" })
            {
                before.Broker.Publish(new() { Topic = "t/x", QoS = MqttQoS.ExactlyOnce, Payload = TestClient.Bytes(payload) });
                await client.ReceiveTextAsync();
            }

            await client.SendAsync(new AckPacket(MqttPacketType.PubRec, 1));
            await client.ReceiveAckAsync();
            await client.BreakAsync();
            before.Broker.Publish(new() { Topic = "t/x", QoS = MqttQoS.AtLeastOnce, Payload = TestClient.Bytes("3") });
        }

        _clock.Advance(TimeSpan.FromSeconds(99));
        await using var after = await StartAsync();
        var again = await after.ConnectAsync(Lasting);

        Assert.True(again.ConnAck.SessionPresent);
        Assert.Equal(new AckPacket(MqttPacketType.PubRel, 1), await again.ReceiveAckAsync());
        Assert.True(await again.ReceiveAsync<PublishPacket>() is { Dup: true, PacketId: 2, SubscriptionIdentifiers: [5], CorrelationData: null });
        Assert.True(await again.ReceiveAsync<PublishPacket>() is { Dup: false, PacketId: 3, CorrelationData: null });
        await again.SendAsync(new PublishPacket { Topic = "t/y", Dup = true, QoS = MqttQoS.ExactlyOnce, PacketId = 9 });
        Assert.Equal(new AckPacket(MqttPacketType.PubRec, 9), await again.ReceiveAckAsync());
        await again.ReceiveNothingAsync();
    }

    [Fact]
    public async Task Restart_AfterExpiry_FindsNoSession()
    {
        await using (var before = await StartAsync())
        {
            var client = await before.ConnectAsync(Lasting);
            await client.BreakAsync();
        }

        _clock.Advance(TimeSpan.FromSeconds(101));
        await using var after = await StartAsync();

        Assert.False((await after.ConnectAsync(Lasting)).ConnAck.SessionPresent);
    }

    [Fact]
    public async Task Restart_ClientStillAway_GetsWhatIsPublishedMeanwhile()
    {
        await using (var before = await StartAsync())
        {
            var client = await before.ConnectAsync(Lasting);
            await client.SubscribeAsync(new SubscriptionRequest("t", MqttQoS.AtLeastOnce));
            await client.BreakAsync();
        }

        await using var after = await StartAsync();
        after.Broker.Publish(new() { Topic = "t", QoS = MqttQoS.AtLeastOnce, Payload = TestClient.Bytes("1") });
        var again = await after.ConnectAsync(Lasting);

        Assert.Equal("1", await again.ReceiveTextAsync());
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Restart_WillThatWasNotSent_IsSentWhenItsDelayIsOver(bool wasAway)
    {
        await using var before = await StartAsync();
        var watcher = await before.ConnectAsync(Lasting);
        await watcher.SubscribeAsync(new SubscriptionRequest("will", MqttQoS.AtLeastOnce));
        var client = await before.ConnectAsync(WithWill);
        if (wasAway)
        {
            await client.BreakAsync();
            _clock.Advance(TimeSpan.FromSeconds(10));
        }

        var stored = await CrashAsync(before);
        await using var after = await StartAsync(stored);
        var again = await after.ConnectAsync(Lasting);
        _clock.Advance(TimeSpan.FromSeconds(wasAway ? 19 : 29));
        await again.ReceiveNothingAsync();
        _clock.Advance(TimeSpan.FromSeconds(2));

        var will = await again.ReceiveAsync<PublishPacket>();
        Assert.Equal("gone", TestClient.Text(will.Payload));
        Assert.Equal([new("k", "v")], will.UserProperties);
        await after.Broker.Runtime.Store.SaveAsync();
        Assert.All(await stored.LoadAsync(default), session => Assert.Null(session.Will));
    }

    [Fact]
    public async Task Restart_SessionThatExpiredMeanwhile_LeavesItsWillAndIsForgotten()
    {
        await using var before = await StartAsync();
        var watcher = await before.ConnectAsync(Lasting with { SessionExpiryInterval = 1000 });
        await watcher.SubscribeAsync(new SubscriptionRequest("will", MqttQoS.AtLeastOnce));
        var client = await before.ConnectAsync(WithWill with { SessionExpiryInterval = 20 });
        await client.BreakAsync();
        var stored = await CrashAsync(before);

        _clock.Advance(TimeSpan.FromSeconds(25));
        await using var after = await StartAsync(stored);
        var again = await after.ConnectAsync(Lasting);

        Assert.Equal("gone", await again.ReceiveTextAsync());
        await after.Broker.Runtime.Store.SaveAsync();
        Assert.Equal("c", Assert.Single(await stored.LoadAsync(default)).ClientId);
    }

    [Fact]
    public async Task Restart_ClientThatWasThereAtTheCrash_IsAwayFromTheFirstRestartOn()
    {
        await using var before = await StartAsync();
        await before.ConnectAsync(Lasting);
        var stored = await CrashAsync(before);
        Assert.Null(Assert.Single(await stored.LoadAsync(default)).DisconnectedAt);

        await using var after = await StartAsync(stored);
        await after.Broker.Runtime.Store.SaveAsync();

        Assert.Equal(_clock.GetUtcNow(), Assert.Single(await stored.LoadAsync(default)).DisconnectedAt);
    }

    [Fact]
    public async Task Store_SessionThatNoLongerLasts_IsForgottenAtOnce()
    {
        await using var fixture = await StartAsync();
        await (await fixture.ConnectAsync(Lasting)).BreakAsync();
        await fixture.Broker.Runtime.Store.SaveAsync();

        var client = await fixture.ConnectAsync(Lasting with { SessionExpiryInterval = 0 });
        await fixture.Broker.Runtime.Store.SaveAsync();

        Assert.True(client.ConnAck.SessionPresent);
        Assert.Empty(await _sessions.LoadAsync(default));
    }

    [Fact]
    public async Task Restart_Retained_AreThereUntilTheyExpire()
    {
        await using (var before = await StartAsync())
        {
            before.Broker.Publish(new() { Topic = "a", Payload = TestClient.Bytes("1"), Retain = true, MessageExpiry = 10 });
            before.Broker.Publish(new() { Topic = "b", Payload = TestClient.Bytes("2"), Retain = true });
            before.Broker.Publish(new() { Topic = "c", Payload = TestClient.Bytes("3"), Retain = true });
            before.Broker.Publish(new() { Topic = "c", Retain = true });
        }

        _clock.Advance(TimeSpan.FromSeconds(11));
        await using var after = await StartAsync();

        Assert.Equal("b", Assert.Single(after.Broker.Retained("#")).Topic);
    }

    [Fact]
    public async Task Store_SessionThatEndsWithItsConnection_IsNeverSaved()
    {
        await using var fixture = await StartAsync();
        var client = await fixture.ConnectAsync("short");
        await client.SubscribeAsync(new SubscriptionRequest("t"));
        _clock.Advance(TimeSpan.FromSeconds(1));

        Assert.Empty(await _sessions.LoadAsync(default));
    }

    [Fact]
    public async Task Store_OfASessionItNeverHad_IsNotToldOfItsEnd()
    {
        var store = new SlowSessionStore();
        await using var fixture = new BrokerFixture(sessions: store, clock: _clock);
        await (await fixture.ConnectAsync("short")).BreakAsync();
        var lasting = await fixture.ConnectAsync(new ConnectPacket { ClientId = "lasting", SessionExpiryInterval = 60 });
        await lasting.SendAsync(new DisconnectPacket { SessionExpiryInterval = 0 });
        await lasting.ReceiveEndAsync();

        await fixture.Broker.Runtime.Store.SaveAsync();

        Assert.Equal(["lasting"], store.Removed);
    }

    /// <summary>What a crash at this moment leaves; the broker itself is none the wiser.</summary>
    private async Task<MemorySessionStore> CrashAsync(BrokerFixture fixture)
    {
        await fixture.Broker.Runtime.Store.SaveAsync();
        var left = new MemorySessionStore();
        await left.SaveAsync(await _sessions.LoadAsync(default), [], default);
        return left;
    }

    private async Task<BrokerFixture> StartAsync(MemorySessionStore? sessions = null)
    {
        var fixture = new BrokerFixture(sessions: sessions ?? _sessions, retained: _retained, clock: _clock);
        await fixture.Broker.StartAsync();
        return fixture;
    }
}
