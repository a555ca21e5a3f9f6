using Bridge.Mqtt.Packets;

namespace Bridge.Mqtt.Tests.Broker;

public sealed class SessionTests
{
    private static ConnectPacket Resuming(string clientId, uint expiry = 300) =>
        new() { ClientId = clientId, CleanStart = false, SessionExpiryInterval = expiry };

    [Fact]
    public async Task Expiry_AfterAReturnInBetween_CountsFromTheLastEnd()
    {
        await using var fixture = new BrokerFixture();
        await (await fixture.ConnectAsync(Resuming("c", 60))).BreakAsync();
        fixture.Clock.Advance(TimeSpan.FromSeconds(50));
        await (await fixture.ConnectAsync(Resuming("c", 60))).BreakAsync();

        // Beyond the time of the first end, within that of the second.
        fixture.Clock.Advance(TimeSpan.FromSeconds(59));

        Assert.True((await fixture.ConnectAsync(Resuming("c", 60))).ConnAck.SessionPresent);
    }

    [Fact]
    public async Task OfflineSessions_BeyondTheLimit_EndWithTheirConnections()
    {
        await using var fixture = new BrokerFixture(new() { OfflineSessions = 1 });
        await (await fixture.ConnectAsync(Resuming("kept"))).BreakAsync();
        await (await fixture.ConnectAsync(Resuming("not"))).BreakAsync();

        Assert.False((await fixture.ConnectAsync(Resuming("not"))).ConnAck.SessionPresent);
        Assert.True((await fixture.ConnectAsync(Resuming("kept"))).ConnAck.SessionPresent);
    }

    [Fact]
    public async Task Connect_EmptyClientId_GetsOneAssigned()
    {
        await using var fixture = new BrokerFixture();

        var client = await fixture.ConnectAsync("");

        Assert.StartsWith("auto-", client.ConnAck.AssignedClientIdentifier, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Connect_EmptyClientIdWithoutCleanSession_IsRefusedIn311()
    {
        await using var fixture = new BrokerFixture();

        var client = await fixture.ConnectAsync(new ConnectPacket { Version = MqttProtocolVersion.V311, CleanStart = false });

        Assert.Equal(MqttReasonCode.ClientIdentifierNotValid, client.ConnAck.ReasonCode);
        await client.ReceiveEndAsync();
    }

    [Fact]
    public async Task Reconnect_WithinExpiry_GetsWhatWasMissedInOrder()
    {
        await using var fixture = new BrokerFixture();
        var subscriber = await fixture.ConnectAsync(Resuming("s"));
        await subscriber.SubscribeAsync(new SubscriptionRequest("t", MqttQoS.AtLeastOnce));
        await subscriber.BreakAsync();
        var publisher = await fixture.ConnectAsync("p");
        for (ushort i = 1; i <= 5; i++)
        {
            await publisher.PublishAsync("t", $"m{i}", MqttQoS.AtLeastOnce, i);
            Assert.Equal(MqttReasonCode.Success, (await publisher.ReceiveAckAsync()).ReasonCode);
        }

        fixture.Clock.Advance(TimeSpan.FromSeconds(299));
        var again = await fixture.ConnectAsync(Resuming("s"));

        Assert.True(again.ConnAck.SessionPresent);
        for (var i = 1; i <= 5; i++)
        {
            var message = await again.ReceiveAsync<PublishPacket>();
            Assert.Equal($"m{i}", TestClient.Text(message.Payload));
            Assert.False(message.Dup);
        }
    }

    [Fact]
    public async Task Reconnect_AfterExpiry_FindsNothing()
    {
        await using var fixture = new BrokerFixture();
        var subscriber = await fixture.ConnectAsync(Resuming("s"));
        await subscriber.SubscribeAsync(new SubscriptionRequest("t", MqttQoS.AtLeastOnce));
        await subscriber.BreakAsync();

        fixture.Clock.Advance(TimeSpan.FromSeconds(301));
        var again = await fixture.ConnectAsync(Resuming("s"));

        Assert.False(again.ConnAck.SessionPresent);
        fixture.Broker.Publish(new() { Topic = "t" });
        await again.ReceiveNothingAsync();
    }

    [Fact]
    public async Task Reconnect_WithUnacknowledged_SendsThemAgainInOrderWithDup()
    {
        await using var fixture = new BrokerFixture();
        var subscriber = await fixture.ConnectAsync(Resuming("s"));
        await subscriber.SubscribeAsync(new SubscriptionRequest("t", MqttQoS.ExactlyOnce));
        fixture.Broker.Publish(new() { Topic = "t", Payload = TestClient.Bytes("1"), QoS = MqttQoS.AtLeastOnce });
        fixture.Broker.Publish(new() { Topic = "t", Payload = TestClient.Bytes("2"), QoS = MqttQoS.ExactlyOnce });
        fixture.Broker.Publish(new() { Topic = "t", Payload = TestClient.Bytes("3"), QoS = MqttQoS.ExactlyOnce });
        fixture.Broker.Publish(new() { Topic = "t", Payload = TestClient.Bytes("4"), QoS = MqttQoS.AtLeastOnce });
        for (var i = 1; i <= 4; i++)
        {
            Assert.Equal(i, (await subscriber.ReceiveAsync<PublishPacket>()).PacketId);
        }

        await subscriber.SendAsync(new AckPacket(MqttPacketType.PubRec, 2));
        Assert.Equal(MqttPacketType.PubRel, (await subscriber.ReceiveAckAsync()).Type);
        await subscriber.BreakAsync();
        var again = await fixture.ConnectAsync(Resuming("s"));

        // What receive maximum may hold back comes after what it may not.
        Assert.Equal(new AckPacket(MqttPacketType.PubRel, 2), await again.ReceiveAckAsync());
        Assert.True(await again.ReceiveAsync<PublishPacket>() is { Dup: true, PacketId: 1, QoS: MqttQoS.AtLeastOnce });
        Assert.True(await again.ReceiveAsync<PublishPacket>() is { Dup: true, PacketId: 3, QoS: MqttQoS.ExactlyOnce });
        Assert.True(await again.ReceiveAsync<PublishPacket>() is { Dup: true, PacketId: 4 });
        fixture.Broker.Publish(new() { Topic = "t", QoS = MqttQoS.AtLeastOnce });
        Assert.True(await again.ReceiveAsync<PublishPacket>() is { Dup: false, PacketId: 5 });
    }

    [Fact]
    public async Task Publish_QoS2RepeatedAfterReconnect_ArrivesOnce()
    {
        await using var fixture = new BrokerFixture();
        var subscriber = await fixture.ConnectAsync("s");
        await subscriber.SubscribeAsync(new SubscriptionRequest("t"));
        var publisher = await fixture.ConnectAsync(Resuming("p"));
        await publisher.PublishAsync("t", "once", MqttQoS.ExactlyOnce, 7);
        await publisher.ReceiveAckAsync();
        await publisher.BreakAsync();

        var again = await fixture.ConnectAsync(Resuming("p"));
        await again.SendAsync(new PublishPacket { Topic = "t", Dup = true, QoS = MqttQoS.ExactlyOnce, PacketId = 7 });

        Assert.Equal(new AckPacket(MqttPacketType.PubRec, 7), await again.ReceiveAckAsync());
        await again.SendAsync(new AckPacket(MqttPacketType.PubRel, 7));
        Assert.Equal(new AckPacket(MqttPacketType.PubComp, 7), await again.ReceiveAckAsync());
        Assert.Equal("once", await subscriber.ReceiveTextAsync());
        await subscriber.ReceiveNothingAsync();
    }

    [Fact]
    public async Task Connect_SameClientId_TakesOver()
    {
        await using var fixture = new BrokerFixture();
        var old = await fixture.ConnectAsync("c");

        var young = await fixture.ConnectAsync("c");

        Assert.Equal(MqttReasonCode.SessionTakenOver, (await old.ReceiveDisconnectAsync()).ReasonCode);
        await young.ReceiveNothingAsync();
        Assert.Equal(["+c", "-c SessionTakenOver", "xc", "+c"], fixture.Observer.Heard);
    }

    [Fact]
    public async Task Connect_CleanStart_EndsTheOldSession()
    {
        await using var fixture = new BrokerFixture();
        var old = await fixture.ConnectAsync(Resuming("c"));
        await old.SubscribeAsync(new SubscriptionRequest("t"));
        await old.BreakAsync();

        var young = await fixture.ConnectAsync(new ConnectPacket { ClientId = "c", CleanStart = true });

        Assert.False(young.ConnAck.SessionPresent);
        fixture.Broker.Publish(new() { Topic = "t" });
        await young.ReceiveNothingAsync();
    }

    [Fact]
    public async Task Disconnect_WithNewExpiry_ChangesIt()
    {
        await using var fixture = new BrokerFixture();
        var client = await fixture.ConnectAsync(Resuming("c"));
        await client.SendAsync(new DisconnectPacket { SessionExpiryInterval = 0 });
        await client.ReceiveEndAsync();

        Assert.Equal(["+c", "-c Success graceful", "xc"], fixture.Observer.Heard);
    }

    [Fact]
    public async Task Disconnect_ExpiryWhereConnectHadNone_IsAProtocolError()
    {
        await using var fixture = new BrokerFixture();
        var client = await fixture.ConnectAsync("c");

        await client.SendAsync(new DisconnectPacket { SessionExpiryInterval = 10 });

        Assert.Equal(MqttReasonCode.ProtocolError, (await client.ReceiveDisconnectAsync()).ReasonCode);
    }

    [Fact]
    public async Task Connect_AsksForMoreThanAllowed_IsToldWhatItGets()
    {
        await using var fixture = new BrokerFixture();

        var client = await fixture.ConnectAsync(new ConnectPacket { ClientId = "c", SessionExpiryInterval = 3600, KeepAlive = 600 });

        Assert.Equal(600u, client.ConnAck.SessionExpiryInterval);
        Assert.Equal((ushort)120, client.ConnAck.ServerKeepAlive);
        Assert.Equal(64, client.ConnAck.ReceiveMaximum);
        Assert.Equal(16, client.ConnAck.TopicAliasMaximum);
        Assert.Equal(262_144u, client.ConnAck.MaximumPacketSize);
    }

    [Fact]
    public async Task Connect_311WithoutCleanSession_ResumesAfterItsConnection()
    {
        await using var fixture = new BrokerFixture();
        var connect = new ConnectPacket { ClientId = "c", Version = MqttProtocolVersion.V311, CleanStart = false };
        var client = await fixture.ConnectAsync(connect);
        Assert.False(client.ConnAck.SessionPresent);
        await client.SubscribeAsync(new SubscriptionRequest("t", MqttQoS.AtLeastOnce));
        await client.BreakAsync();
        fixture.Broker.Publish(new() { Topic = "t", Payload = TestClient.Bytes("kept"), QoS = MqttQoS.AtLeastOnce });

        var again = await fixture.ConnectAsync(connect);

        Assert.True(again.ConnAck.SessionPresent);
        Assert.Equal("kept", await again.ReceiveTextAsync());
    }

    [Fact]
    public async Task Reconnect_WithFewerRights_GetsOnlyWhatItMayReceive()
    {
        await using var fixture = new BrokerFixture();
        var packet = new ConnectPacket { ClientId = "c", CleanStart = false, SessionExpiryInterval = 60 };
        fixture.Authorizer.MayReceive = (client, topic) => topic != "secret" || client.UserName == "owner";
        var client = await fixture.ConnectAsync(packet with { UserName = "owner" });
        await client.SubscribeAsync(new SubscriptionRequest("#", MqttQoS.AtLeastOnce));
        fixture.Broker.Publish(new() { Topic = "secret", QoS = MqttQoS.AtLeastOnce, Payload = TestClient.Bytes("in flight") });
        await client.ReceiveTextAsync();
        await client.BreakAsync();
        foreach (var topic in new[] { "open", "secret", "open/too" })
        {
            fixture.Broker.Publish(new() { Topic = topic, QoS = MqttQoS.AtLeastOnce, Payload = TestClient.Bytes(topic) });
        }

        var other = await fixture.ConnectAsync(packet with { UserName = "guest" });

        Assert.True(other.ConnAck.SessionPresent);
        Assert.Equal("open", await other.ReceiveTextAsync());
        Assert.Equal("open/too", await other.ReceiveTextAsync());
        await other.ReceiveNothingAsync();
    }

    [Fact]
    public async Task Reconnect_WithFewerRights_GetsOnlyWhatIsRetainedThatItMayReceive()
    {
        await using var fixture = new BrokerFixture();
        var packet = new ConnectPacket { ClientId = "c", CleanStart = false, SessionExpiryInterval = 60 };
        fixture.Authorizer.MayReceive = (client, topic) => topic == "open" || client.UserName == "owner";
        foreach (var topic in new[] { "open", "secret", "secret/too" })
        {
            fixture.Broker.Publish(new() { Topic = topic, QoS = MqttQoS.AtLeastOnce, Retain = true, Payload = TestClient.Bytes(topic) });
        }

        // One is in flight, whichever, and the others wait.
        var client = await fixture.ConnectAsync(packet with { UserName = "owner", ReceiveMaximum = 1 });
        await client.SubscribeAsync(new SubscriptionRequest("#", MqttQoS.AtLeastOnce));
        await client.ReceiveTextAsync();
        await client.BreakAsync();

        var other = await fixture.ConnectAsync(packet with { UserName = "guest" });

        Assert.Equal("open", await other.ReceiveTextAsync());
        await other.ReceiveNothingAsync();
    }
}
