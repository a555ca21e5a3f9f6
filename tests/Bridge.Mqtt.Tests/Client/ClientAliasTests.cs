using Bridge.Mqtt.Packets;

namespace Bridge.Mqtt.Tests.Client;

public sealed class ClientAliasTests
{
    [Fact]
    public async Task Publish_SameTopicAgain_SendsTheAliasInItsPlace()
    {
        var server = new ScriptedServer();
        var (client, first) = await server.ConnectAsync(new ConnAckPacket { TopicAliasMaximum = 1 });
        await using var _ = client;
        (string Topic, string Sent, ushort Alias)[] expected = [("long/topic", "long/topic", 1), ("long/topic", "", 1), ("other/topic", "other/topic", 0)];
        foreach (var (topic, sent, alias) in expected)
        {
            await client.PublishAsync(topic, default);
            var packet = await first.ReceiveAsync<PublishPacket>();
            Assert.Equal((sent, alias), (packet.Topic, packet.TopicAlias));
        }

        // A new connection knows nothing of the old one's aliases, and here allows none.
        await first.BreakAsync();
        var second = await server.AcceptAsync(new ConnAckPacket());
        await client.PublishAsync("long/topic", default);
        var full = await second.ReceiveAsync<PublishPacket>();
        Assert.Equal(("long/topic", 0), (full.Topic, full.TopicAlias));
    }

    [Fact]
    public async Task Receive_EveryAliasAllowed_StandsForItsTopic()
    {
        var server = new ScriptedServer();
        var topics = new List<string>();
        var options = server.Options with { TopicAliasMaximum = 16, Unrouted = message => { topics.Add(message.Topic); return default; } };
        var (client, connection) = await server.ConnectAsync(options: options);
        await using var _ = client;
        Assert.Equal(16, connection.Connect.TopicAliasMaximum);
        for (ushort alias = 1; alias <= 16; alias++)
        {
            await connection.SendAsync(new PublishPacket { Topic = $"t/{alias}", TopicAlias = alias });
            await connection.SendAsync(new PublishPacket { Topic = "", TopicAlias = alias });
        }

        await connection.SendAsync(new PublishPacket { Topic = "end", QoS = MqttQoS.AtLeastOnce, PacketId = 1 });
        await connection.ReceiveAsync<AckPacket>();
        Assert.Equal([.. Enumerable.Range(1, 16).SelectMany(i => new[] { $"t/{i}", $"t/{i}" }), "end"], topics);
    }
}
