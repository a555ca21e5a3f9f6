using System.Threading.Channels;
using Bridge.Mqtt.Client;
using Bridge.Mqtt.Packets;
using Bridge.Mqtt.Tests.Broker;

namespace Bridge.Mqtt.Tests.Client;

public sealed class FlowControlTests
{
    [Fact]
    public async Task Publish_BeyondReceiveMaximum_WaitsWhileQoS0GoesOn()
    {
        var server = new ScriptedServer();
        var (client, connection) = await server.ConnectAsync(new ConnAckPacket { ReceiveMaximum = 1 });
        await using var _ = client;
        var one = client.PublishAsync("one", default, MqttQoS.AtLeastOnce);
        var two = client.PublishAsync("two", default, MqttQoS.AtLeastOnce);
        await client.PublishAsync("zero", default);
        var first = await connection.ReceiveAsync<PublishPacket>();
        Assert.Equal("one", first.Topic);
        Assert.Equal("zero", (await connection.ReceiveAsync<PublishPacket>()).Topic);

        await connection.SendAsync(new AckPacket(MqttPacketType.PubAck, first.PacketId));
        await one.WaitAsync(TestClient.Patience);
        var second = await connection.ReceiveAsync<PublishPacket>();
        Assert.Equal("two", second.Topic);
        await connection.SendAsync(new AckPacket(MqttPacketType.PubAck, second.PacketId, MqttReasonCode.NoMatchingSubscribers));
        Assert.Equal(MqttReasonCode.NoMatchingSubscribers, await two.WaitAsync(TestClient.Patience));
    }

    [Fact]
    public async Task Receive_BeyondReceiveMaximum_IsTakenWhileThereIsRoomThenEndsTheConnectionWith0x93()
    {
        var server = new ScriptedServer();
        var begun = new TaskCompletionSource();
        var hold = new TaskCompletionSource();
        Task Handle()
        {
            begun.TrySetResult();
            return hold.Task;
        }

        var options = server.Options with { ReceiveMaximum = 1, QueueCapacity = 2, Reconnect = false, Unrouted = _ => new ValueTask(Handle()) };
        var (client, connection) = await server.ConnectAsync(options: options);
        Assert.Equal(1, connection.Connect.ReceiveMaximum);
        await connection.SendAsync(new PublishPacket { Topic = "t", QoS = MqttQoS.AtLeastOnce, PacketId = 1 });
        await begun.Task.WaitAsync(TestClient.Patience);
        for (ushort id = 2; id <= 4; id++)
        {
            await connection.SendAsync(new PublishPacket { Topic = "t", QoS = MqttQoS.AtLeastOnce, PacketId = id });
        }

        // What comes after them is read, so they were taken.
        var publishing = client.PublishAsync("other", default, MqttQoS.AtLeastOnce);
        var other = await connection.ReceiveAsync<PublishPacket>();
        await connection.SendAsync(new AckPacket(MqttPacketType.PubAck, other.PacketId));
        await publishing.WaitAsync(TestClient.Patience);
        await connection.SendAsync(new PublishPacket { Topic = "t", QoS = MqttQoS.AtLeastOnce, PacketId = 5 });

        Assert.Equal(MqttReasonCode.ReceiveMaximumExceeded, (await connection.ReceiveAsync<DisconnectPacket>()).ReasonCode);
        hold.SetResult();
        await client.DisposeAsync();
    }

    [Theory]
    [InlineData(MqttProtocolVersion.V5)]
    [InlineData(MqttProtocolVersion.V311)]
    public async Task Receive_QoS2ForWhichThereWasNoRoom_IsTakenWhenItIsSentAgain(MqttProtocolVersion version)
    {
        var server = new ScriptedServer(version);
        var hold = new TaskCompletionSource();
        var handled = Channel.CreateUnbounded<string>();
        async ValueTask HandleAsync(PublishPacket message)
        {
            await handled.Writer.WriteAsync(message.Topic);
            await hold.Task.WaitAsync(TestClient.Patience);
        }

        var options = server.Options with { ReceiveMaximum = 1, QueueCapacity = 1, CleanStart = false, Unrouted = HandleAsync };
        var (client, first) = await server.ConnectAsync(options: options);
        await using var _ = client;
        await first.SendAsync(new PublishPacket { Topic = "1", QoS = MqttQoS.ExactlyOnce, PacketId = 1 });
        Assert.Equal("1", await handled.Reader.ReadAsync().AsTask().WaitAsync(TestClient.Patience));
        for (ushort id = 2; id <= 4; id++)
        {
            await first.SendAsync(new PublishPacket { Topic = $"{id}", QoS = MqttQoS.ExactlyOnce, PacketId = id });
        }

        if (version == MqttProtocolVersion.V5)
        {
            Assert.Equal(MqttReasonCode.ReceiveMaximumExceeded, (await first.ReceiveAsync<DisconnectPacket>()).ReasonCode);
        }
        else
        {
            // It reads no further, so it notices by what it sends.
            await first.BreakAsync(new IOException("reset"));
            await client.PublishAsync("other", default);
        }

        var second = await server.AcceptAsync(new ConnAckPacket { SessionPresent = true });
        await second.SendAsync(new PublishPacket { Topic = "4", Dup = true, QoS = MqttQoS.ExactlyOnce, PacketId = 4 });
        hold.SetResult();
        foreach (var topic in new[] { "2", "3", "4" })
        {
            Assert.Equal(topic, await handled.Reader.ReadAsync().AsTask().WaitAsync(TestClient.Patience));
        }
    }

    [Fact]
    public async Task Receive_HandlerNotDone_IsNotAcknowledgedYet()
    {
        var server = new ScriptedServer();
        var hold = new TaskCompletionSource();
        var (client, connection) = await server.ConnectAsync(options: server.Options with { Unrouted = _ => new ValueTask(hold.Task) });
        await using var _ = client;
        await connection.SendAsync(new PublishPacket { Topic = "t", QoS = MqttQoS.AtLeastOnce, PacketId = 1 });
        await client.PublishAsync("other", default);
        Assert.Equal("other", (await connection.ReceiveAsync<PublishPacket>()).Topic);
        hold.SetResult();
        Assert.Equal(new AckPacket(MqttPacketType.PubAck, 1), await connection.ReceiveAsync<AckPacket>());
    }

    [Fact]
    public async Task Publish_QoS0QueueFull_DropsTheOldestAndCountsIt()
    {
        var server = new ScriptedServer();
        await using var client = new MqttClient(server.DialAsync, server.Options with { QueueCapacity = 2 });
        var published = Enumerable.Range(0, 3).Select(i => client.PublishAsync($"{i}", default)).ToList();
        var dropped = await Assert.ThrowsAsync<MqttClientException>(() => published[0].WaitAsync(TestClient.Patience));
        Assert.Equal(MqttReasonCode.QuotaExceeded, dropped.Code);
        Assert.Equal(1, client.Dropped);

        var connecting = client.ConnectAsync();
        var connection = await server.AcceptAsync(new ConnAckPacket());
        await connecting;
        Assert.Equal("1", (await connection.ReceiveAsync<PublishPacket>()).Topic);
        Assert.Equal("2", (await connection.ReceiveAsync<PublishPacket>()).Topic);
    }

    [Fact]
    public async Task Publish_QoS1QueueFull_WaitsForRoom()
    {
        var server = new ScriptedServer();
        await using var client = new MqttClient(server.DialAsync, server.Options with { QueueCapacity = 1 });
        var one = client.PublishAsync("one", default, MqttQoS.AtLeastOnce);
        using var impatience = new CancellationTokenSource();
        var two = client.PublishAsync("two", default, MqttQoS.AtLeastOnce, cancellation: impatience.Token);
        await impatience.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => two);

        var connecting = client.ConnectAsync();
        var connection = await server.AcceptAsync(new ConnAckPacket());
        await connecting;
        var packet = await connection.ReceiveAsync<PublishPacket>();
        await connection.SendAsync(new AckPacket(MqttPacketType.PubAck, packet.PacketId));
        await one.WaitAsync(TestClient.Patience);
        var three = client.PublishAsync("three", default, MqttQoS.AtLeastOnce);
        Assert.Equal("three", (await connection.ReceiveAsync<PublishPacket>()).Topic);
        Assert.False(three.IsCompleted);
    }

    [Theory]
    [InlineData(MqttReasonCode.PacketTooLarge)]
    [InlineData(MqttReasonCode.RetainNotSupported)]
    [InlineData(MqttReasonCode.QoSNotSupported)]
    public async Task Publish_WhatTheServerDoesNotTake_FailsHereAndIsNotSent(MqttReasonCode expected)
    {
        var server = new ScriptedServer();
        var answer = new ConnAckPacket { MaximumPacketSize = 50, RetainAvailable = false, MaximumQoS = MqttQoS.AtLeastOnce, TopicAliasMaximum = 5 };
        var (client, connection) = await server.ConnectAsync(answer);
        await using var _ = client;
        var published = expected switch
        {
            MqttReasonCode.PacketTooLarge => client.PublishAsync("a/long/topic", new byte[60], MqttQoS.AtLeastOnce),
            MqttReasonCode.RetainNotSupported => client.PublishAsync("t", default, retain: true),
            _ => client.PublishAsync("t", default, MqttQoS.ExactlyOnce),
        };
        var refused = await Assert.ThrowsAsync<MqttClientException>(() => published.WaitAsync(TestClient.Patience));
        Assert.Equal(expected, refused.Code);
        await client.PublishAsync("a/long/topic", default);
        Assert.Equal("a/long/topic", (await connection.ReceiveAsync<PublishPacket>()).Topic);
    }
}
