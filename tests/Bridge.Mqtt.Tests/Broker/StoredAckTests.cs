using Bridge.Mqtt.Packets;

namespace Bridge.Mqtt.Tests.Broker;

/// <summary>What is acknowledged to its sender for a client that is away is in the store: no crash loses it.</summary>
public sealed class StoredAckTests : IAsyncDisposable
{
    private readonly SlowSessionStore _store = new();
    private readonly BrokerFixture _fixture;

    public StoredAckTests() => _fixture = new BrokerFixture(sessions: _store);

    [Theory]
    [InlineData(MqttQoS.AtLeastOnce, MqttPacketType.PubAck)]
    [InlineData(MqttQoS.ExactlyOnce, MqttPacketType.PubRec)]
    public async Task Publish_ForAClientThatIsAway_IsAcknowledgedWhenItIsStored(MqttQoS qos, MqttPacketType ack)
    {
        await LeaveAsync("away", expiry: 100);
        var sender = await _fixture.ConnectAsync("sender");
        await sender.PublishAsync("t", "1", qos, 1);

        var (messages, save) = await _store.NextAsync();
        Assert.Equal(["1"], messages);
        await sender.ReceiveNothingAsync();
        save.SetResult();
        Assert.Equal(new AckPacket(ack, 1), await sender.ReceiveAckAsync());
    }

    [Fact]
    public async Task Publishes_DuringASave_WaitForTheNextTogetherAndInOrder()
    {
        await LeaveAsync("away", expiry: 100);
        var sender = await _fixture.ConnectAsync("sender");
        await sender.PublishAsync("t", "1", MqttQoS.AtLeastOnce, 1);
        var first = await _store.NextAsync();
        await sender.PublishAsync("t", "2", MqttQoS.AtLeastOnce, 2);
        await sender.PublishAsync("t", "3", MqttQoS.AtLeastOnce, 3);
        await sender.PublishAsync("nobody", "4", MqttQoS.AtLeastOnce, 4);
        await sender.SyncAsync();

        first.Save.SetResult();
        Assert.Equal(1, (await sender.ReceiveAckAsync()).PacketId);
        var second = await _store.NextAsync();
        Assert.Equal(["1", "2", "3"], second.Messages);
        await sender.ReceiveNothingAsync();
        second.Save.SetResult();
        foreach (var packetId in new[] { 2, 3, 4 })
        {
            Assert.Equal(packetId, (await sender.ReceiveAckAsync()).PacketId);
        }
    }

    [Fact]
    public async Task Publish_WhoseSaveFails_IsAcknowledgedByTheOneThatSucceeds()
    {
        await LeaveAsync("away", expiry: 100);
        var sender = await _fixture.ConnectAsync("sender");
        await sender.PublishAsync("t", "1", MqttQoS.AtLeastOnce, 1);
        var first = await _store.NextAsync();
        first.Save.SetException(new IOException("disk full"));
        await sender.ReceiveNothingAsync();

        var again = _store.NextAsync();
        await Until.TrueAsync("the save is to be repeated", () => _fixture.Clock.HasTimerBetween(TimeSpan.Zero, TimeSpan.FromMilliseconds(251)));
        _fixture.Clock.Advance(TimeSpan.FromMilliseconds(251));
        Assert.Equal(["1"], (await again).Messages);
        (await again).Save.SetResult();
        Assert.Equal(1, (await sender.ReceiveAckAsync()).PacketId);
    }

    [Fact]
    public async Task Publish_ForClientsThatAreHere_WaitsForNoStore()
    {
        var here = await _fixture.ConnectAsync(new ConnectPacket { ClientId = "here", SessionExpiryInterval = 100 });
        await here.SubscribeAsync(new SubscriptionRequest("t", MqttQoS.AtLeastOnce));
        _store.IsSlow = true;
        var sender = await _fixture.ConnectAsync("sender");
        await sender.PublishAsync("t", "1", MqttQoS.AtLeastOnce, 1);

        Assert.Equal(new AckPacket(MqttPacketType.PubAck, 1), await sender.ReceiveAckAsync());
        Assert.Equal("1", await here.ReceiveTextAsync());
    }

    [Fact]
    public async Task Publish_AtQoS0OrForAQoS0Subscription_WaitsForNoStore()
    {
        await LeaveAsync("away", expiry: 100, MqttQoS.AtMostOnce);
        var sender = await _fixture.ConnectAsync("sender");
        await sender.PublishAsync("t", "1", MqttQoS.AtLeastOnce, 1);
        Assert.Equal(1, (await sender.ReceiveAckAsync()).PacketId);
    }

    public async ValueTask DisposeAsync()
    {
        _store.IsSlow = false;
        await _fixture.DisposeAsync();
    }

    /// <summary>Subscribes to <c>t</c>, goes away, and has that stored.</summary>
    private async Task LeaveAsync(string clientId, uint expiry, MqttQoS qos = MqttQoS.ExactlyOnce)
    {
        var client = await _fixture.ConnectAsync(new ConnectPacket { ClientId = clientId, SessionExpiryInterval = expiry });
        await client.SubscribeAsync(new SubscriptionRequest("t", qos));
        await client.BreakAsync();
        await client.Served.WaitAsync(TestClient.Patience);
        await _fixture.Broker.Runtime.Store.SaveAsync();
        _store.IsSlow = true;
    }
}
