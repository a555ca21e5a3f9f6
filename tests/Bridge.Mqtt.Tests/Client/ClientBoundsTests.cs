using Bridge.Mqtt.Client;
using Bridge.Mqtt.Packets;
using Bridge.Mqtt.Tests.Broker;

namespace Bridge.Mqtt.Tests.Client;

/// <summary>What a client takes, and how much of it.</summary>
public sealed class ClientBoundsTests
{
    [Fact]
    public async Task Options_OutOfRange_AreAllNamed()
    {
        var options = new MqttClientOptions
        {
            Version = MqttProtocolVersion.V311,
            ClientId = new string('x', 65_536),
            KeepAlive = TimeSpan.FromDays(1),
            ReceiveMaximum = 0,
            MaximumPacketSize = 0,
            QueueCapacity = 0,
            ConnectTimeout = TimeSpan.Zero,
            ReconnectMinimum = TimeSpan.FromMinutes(1),
            Password = default(ReadOnlyMemory<byte>),
        };
        var refused = Assert.Throws<ArgumentException>(() => new MqttClient(new Uri("mqtt://localhost"), options));
        Assert.All(
            ["ClientId", "KeepAlive", "ReceiveMaximum", "MaximumPacketSize", "QueueCapacity", "ConnectTimeout", "ReconnectMinimum", "Password"],
            name => Assert.Contains(name, refused.Message, StringComparison.Ordinal));
        await new MqttClient(new Uri("mqtt://localhost"), new MqttClientOptions { KeepAlive = TimeSpan.FromSeconds(65_535) }).DisposeAsync();
    }

    [Theory]
    [InlineData("topic")]
    [InlineData("QoS")]
    [InlineData("response topic")]
    [InlineData("content type")]
    [InlineData("correlation data")]
    [InlineData("user property")]
    public async Task Publish_OfWhatNoPacketHolds_IsRefusedAndTheConnectionStands(string wrong)
    {
        PublishPacket message = new()
        {
            Topic = wrong == "topic" ? "a/#" : "t",
            QoS = wrong == "QoS" ? (MqttQoS)3 : MqttQoS.AtLeastOnce,
            ResponseTopic = wrong == "response topic" ? "r/+" : null,
            ContentType = wrong == "content type" ? new string('ä', 40_000) : null,
            CorrelationData = wrong == "correlation data" ? new byte[65_536] : null,
            UserProperties = wrong == "user property" ? [new("n", new string('v', 65_536))] : [],
        };
        var server = new ScriptedServer();
        var (client, connection) = await server.ConnectAsync();
        await using var _ = client;
        await Assert.ThrowsAsync<ArgumentException>(() => client.PublishAsync(message).WaitAsync(TestClient.Patience));
        var publishing = client.PublishAsync("next", default);
        Assert.Equal("next", (await connection.ReceiveAsync<PublishPacket>()).Topic);
        await publishing.WaitAsync(TestClient.Patience);
    }

    [Fact]
    public async Task Handler_ThatPublishesBesideAFloodOfQoS0_IsAnswered()
    {
        var server = new ScriptedServer();
        var (client, connection) = await server.ConnectAsync(options: server.Options with { QueueCapacity = 4, ReceiveMaximum = 2 });
        await using var _ = client;
        var begun = new TaskCompletionSource();
        var flooded = new TaskCompletionSource();
        var answered = new TaskCompletionSource();
        var subscribing = client.SubscribeAsync("#", async message =>
        {
            if (message.Topic == "first")
            {
                begun.SetResult();
                await flooded.Task;
                await client.PublishAsync("answer", default, MqttQoS.AtLeastOnce);
                answered.SetResult();
            }
        });
        var subscribe = await connection.ReceiveAsync<SubscribePacket>();
        await connection.SendAsync(new SubAckPacket { PacketId = subscribe.PacketId, ReasonCodes = [MqttReasonCode.GrantedQoS1] });
        await subscribing.WaitAsync(TestClient.Patience);
        await connection.SendAsync(new PublishPacket { Topic = "first" });
        await begun.Task.WaitAsync(TestClient.Patience);
        for (var i = 0; i < 50; i++)
        {
            await connection.SendAsync(new PublishPacket { Topic = "flood" });
        }

        await connection.SendAsync(new PublishPacket { Topic = "kept", QoS = MqttQoS.AtLeastOnce, PacketId = 1 });
        await connection.SendAsync(new PublishPacket { Topic = "kept", QoS = MqttQoS.AtLeastOnce, PacketId = 2 });
        flooded.SetResult();
        var publish = await connection.ReceiveAsync<PublishPacket>();
        await connection.SendAsync(new AckPacket(MqttPacketType.PubAck, publish.PacketId));
        await answered.Task.WaitAsync(TestClient.Patience);
        Assert.Equal(1, Assert.IsType<AckPacket>(await connection.NextAsync()).PacketId);
        Assert.Equal(2, Assert.IsType<AckPacket>(await connection.NextAsync()).PacketId);
        Assert.Equal(46, client.Dropped);
    }

    [Fact]
    public void Exchanges_MoreThanIdentifiers_AreSentAsAnswersCome()
    {
        var session = new ClientSession();
        for (var i = 0; i < 70_000; i++)
        {
            session.Add(new PendingExchange(id => new UnsubscribePacket { PacketId = id, Filters = ["t"] }));
        }

        Queue<ushort> asked = new();
        while (session.TryNextExchange(out var packet))
        {
            asked.Enqueue(((UnsubscribePacket)packet).PacketId);
        }

        Assert.Equal(1024, asked.Count);
        session.Answer(asked.Peek(), new UnsubAckPacket { PacketId = asked.Peek(), ReasonCodes = [MqttReasonCode.Success] });
        Assert.True(session.TryNextExchange(out _));
        Assert.False(session.TryNextExchange(out _));
    }
}
