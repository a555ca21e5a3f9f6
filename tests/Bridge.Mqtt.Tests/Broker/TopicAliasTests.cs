using Bridge.Mqtt.Broker;
using Bridge.Mqtt.Packets;

namespace Bridge.Mqtt.Tests.Broker;

public sealed class TopicAliasTests
{
    [Fact]
    public async Task Alias_ThatIsTheHighestAllowed_StandsForItsTopic()
    {
        await using var fixture = new BrokerFixture();
        var client = await fixture.ConnectAsync("c");
        var highest = client.ConnAck.TopicAliasMaximum;
        await client.SubscribeAsync(new SubscriptionRequest("t"));

        await client.SendAsync(new PublishPacket { Topic = "t", TopicAlias = highest });
        await client.SendAsync(new PublishPacket { Topic = "", TopicAlias = highest });

        Assert.Equal("t", (await client.ReceiveAsync<PublishPacket>()).Topic);
        Assert.Equal("t", (await client.ReceiveAsync<PublishPacket>()).Topic);
    }

    [Fact]
    public async Task Alias_ToClientThatTakesMoreThanTheBrokerGives_IsGivenToAsManyTopicsAsTheBrokerWants()
    {
        await using var fixture = new BrokerFixture(new BrokerLimits { Client = new ClientLimits { TopicAliases = 1 } });
        var client = await fixture.ConnectAsync(new ConnectPacket { ClientId = "c", TopicAliasMaximum = 100 });
        await client.SubscribeAsync(new SubscriptionRequest("#"));

        foreach (var topic in new[] { "a", "b", "a", "b" })
        {
            fixture.Broker.Publish(new() { Topic = topic });
        }

        foreach (var expected in new[] { ("a", 1), ("b", 0), ("", 1), ("b", 0) })
        {
            var message = await client.ReceiveAsync<PublishPacket>();
            Assert.Equal(expected, (message.Topic, (int)message.TopicAlias));
        }
    }

    [Fact]
    public async Task Alias_FromClient_StandsForItsTopic()
    {
        await using var fixture = new BrokerFixture();
        var client = await fixture.ConnectAsync("c");
        await client.SubscribeAsync(new SubscriptionRequest("#"));

        await client.SendAsync(new PublishPacket { Topic = "a", TopicAlias = 1 });
        await client.SendAsync(new PublishPacket { Topic = "", TopicAlias = 1 });
        await client.SendAsync(new PublishPacket { Topic = "b", TopicAlias = 1 });
        await client.SendAsync(new PublishPacket { Topic = "", TopicAlias = 1 });

        foreach (var topic in new[] { "a", "a", "b", "b" })
        {
            Assert.True(await client.ReceiveAsync<PublishPacket>() is { TopicAlias: 0 } message && message.Topic == topic);
        }
    }

    [Theory]
    [InlineData("a", 17, MqttReasonCode.TopicAliasInvalid)]
    [InlineData("a", 65535, MqttReasonCode.TopicAliasInvalid)]
    [InlineData("", 3, MqttReasonCode.ProtocolError)]
    public async Task Alias_OutOfRangeOrUnknown_Disconnects(string topic, ushort alias, MqttReasonCode reason)
    {
        await using var fixture = new BrokerFixture();
        var client = await fixture.ConnectAsync("c");

        await client.SendAsync(new PublishPacket { Topic = topic, TopicAlias = alias });

        Assert.Equal(reason, (await client.ReceiveDisconnectAsync()).ReasonCode);
    }

    [Fact]
    public async Task Alias_ToClientThatAllowsThem_ReplacesRepeatedTopics()
    {
        await using var fixture = new BrokerFixture();
        var client = await fixture.ConnectAsync(new ConnectPacket { ClientId = "c", TopicAliasMaximum = 2 });
        await client.SubscribeAsync(new SubscriptionRequest("#"));

        foreach (var topic in new[] { "a", "b", "c", "a", "b", "c" })
        {
            fixture.Broker.Publish(new() { Topic = topic });
        }

        var seen = new List<(string, ushort)>();
        for (var i = 0; i < 6; i++)
        {
            var message = await client.ReceiveAsync<PublishPacket>();
            seen.Add((message.Topic, message.TopicAlias));
        }

        Assert.Equal([("a", 1), ("b", 2), ("c", 0), ("", 1), ("", 2), ("c", 0)], seen);
    }

    [Fact]
    public async Task Alias_AfterReconnect_IsForgotten()
    {
        await using var fixture = new BrokerFixture();
        var connect = new ConnectPacket { ClientId = "c", CleanStart = false, SessionExpiryInterval = 60 };
        var client = await fixture.ConnectAsync(connect);
        await client.SendAsync(new PublishPacket { Topic = "a", TopicAlias = 1 });
        await client.SyncAsync();
        await client.BreakAsync();

        var again = await fixture.ConnectAsync(connect);
        await again.SendAsync(new PublishPacket { Topic = "", TopicAlias = 1 });

        Assert.Equal(MqttReasonCode.ProtocolError, (await again.ReceiveDisconnectAsync()).ReasonCode);
    }

    [Fact]
    public async Task Alias_ThatWouldMakeThePacketTooLarge_IsLeftOut()
    {
        await using var fixture = new BrokerFixture();
        // 2 bytes of fixed header, 2 + 1 of topic, 1 of properties: 100 with this payload, 103 with an alias.
        var client = await fixture.ConnectAsync(new ConnectPacket { ClientId = "c", TopicAliasMaximum = 5, MaximumPacketSize = 100 });
        await client.SubscribeAsync(new SubscriptionRequest("#"));

        fixture.Broker.Publish(new() { Topic = "t", Payload = new byte[94] });
        fixture.Broker.Publish(new() { Topic = "t", Payload = new byte[95] });
        fixture.Broker.Publish(new() { Topic = "t", Payload = new byte[91] });
        fixture.Broker.Publish(new() { Topic = "t", Payload = new byte[92] });

        Assert.True(await client.ReceiveAsync<PublishPacket>() is { Topic: "t", TopicAlias: 0, Payload.Length: 94 });
        Assert.True(await client.ReceiveAsync<PublishPacket>() is { Topic: "t", TopicAlias: 1, Payload.Length: 91 });
        Assert.True(await client.ReceiveAsync<PublishPacket>() is { Topic: "", TopicAlias: 1, Payload.Length: 92 });
        await client.ReceiveNothingAsync();
    }
}
