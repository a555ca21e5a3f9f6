using Bridge.Mqtt.Packets;

namespace Bridge.Mqtt.Tests.Broker;

public sealed class SessionInfoTests
{
    [Fact]
    public async Task Sessions_OfAConnectedClient_TellWhatCrossedItsConnection()
    {
        await using var fixture = new BrokerFixture();
        var client = await fixture.ConnectAsync("c");
        await client.SubscribeAsync(new SubscriptionRequest("a/#", MqttQoS.AtLeastOnce));
        await client.PublishAsync("a/b", "x");
        Assert.Equal("x", await client.ReceiveTextAsync());
        await client.SyncAsync();

        var session = Assert.Single(fixture.Broker.Sessions);

        Assert.Equal(("c", true, null, 1L, 1L), (session.Client.ClientId, session.IsConnected, session.DisconnectedAt, session.MessagesReceived, session.MessagesSent));
        Assert.Equal(("a/#", MqttQoS.AtLeastOnce), session.Subscriptions.Select(subscription => (subscription.Filter, subscription.QoS)).Single());
        Assert.True(session.BytesReceived > 0 && session.BytesSent > 0, session.ToString());
    }

    [Fact]
    public async Task Sessions_OfAClientThatIsAway_TellWhatWaitsForIt()
    {
        await using var fixture = new BrokerFixture();
        var client = await fixture.ConnectAsync(new ConnectPacket { ClientId = "c", SessionExpiryInterval = 60 });
        await client.SubscribeAsync(new SubscriptionRequest("a", MqttQoS.AtLeastOnce));
        await client.BreakAsync();
        fixture.Broker.Publish(new() { Topic = "a", QoS = MqttQoS.AtLeastOnce });

        var session = Assert.Single(fixture.Broker.Sessions);

        Assert.Equal((false, 1, TimeSpan.FromMinutes(1), 0L), (session.IsConnected, session.Queued, session.Expiry, session.BytesReceived));
        Assert.Equal(fixture.Clock.GetUtcNow(), session.DisconnectedAt);
    }

    [Fact]
    public async Task DisconnectAsync_WithAServerReference_TellsIt()
    {
        await using var fixture = new BrokerFixture();
        var client = await fixture.ConnectAsync("c");
        var farewell = new DisconnectPacket
        {
            ReasonCode = MqttReasonCode.UseAnotherServer,
            ReasonString = "Moved.",
            ServerReference = "other:1883",
            SessionExpiryInterval = 5,
            UserProperties = [new("k", "v")],
        };

        var done = fixture.Broker.DisconnectAsync(info => info.ClientId == "c", farewell);

        var heard = await client.ReceiveDisconnectAsync();
        Assert.Equal((farewell.ReasonCode, "Moved.", "other:1883", null), (heard.ReasonCode, heard.ReasonString, heard.ServerReference, heard.SessionExpiryInterval));
        Assert.Equal(farewell.UserProperties, heard.UserProperties);
        await done;
    }

    [Fact]
    public async Task Observer_HearsOfWhatIsNoLongerSubscribed()
    {
        await using var fixture = new BrokerFixture();
        var client = await fixture.ConnectAsync("c");
        await client.SubscribeAsync(new SubscriptionRequest("a"));
        await client.SendAsync(new UnsubscribePacket { PacketId = 1, Filters = ["never", "a"] });
        await client.ReceiveAsync<UnsubAckPacket>();
        await client.SyncAsync();

        Assert.Equal(["+c", "c < a", "c > a"], fixture.Observer.Heard);
    }
}
