using Bridge.Mqtt.Packets;

namespace Bridge.Mqtt.Tests.Broker;

public sealed class PublishGateTests
{
    [Fact]
    public async Task Gate_QoS2RepeatedAfterItAccepted_IsAnsweredWithoutAskingAgain()
    {
        var gate = new TestGate();
        await using var fixture = new BrokerFixture(gate: gate);
        var connect = new ConnectPacket { ClientId = "c", CleanStart = false, SessionExpiryInterval = 60 };
        var client = await fixture.ConnectAsync(connect);
        var message = new PublishPacket { Topic = "gate/a", Payload = TestClient.Bytes("x"), QoS = MqttQoS.ExactlyOnce, PacketId = 1 };
        await client.SendAsync(message);
        await client.SyncAsync();
        Assert.True(gate.Waiting.TryRemove("x", out var decision));
        decision.SetResult(MqttReasonCode.Success);
        Assert.Equal(MqttPacketType.PubRec, (await client.ReceiveAckAsync()).Type);
        await client.BreakAsync();

        var again = await fixture.ConnectAsync(connect);
        await again.SendAsync(message with { Dup = true });

        Assert.Equal(MqttPacketType.PubRec, (await again.ReceiveAckAsync()).Type);
        Assert.Empty(gate.Waiting);
    }

    [Fact]
    public async Task Gate_Waiting_HoldsBackAcksInOrderButNotDelivery()
    {
        var gate = new TestGate();
        await using var fixture = new BrokerFixture(gate: gate);
        var subscriber = await fixture.ConnectAsync("s");
        await subscriber.SubscribeAsync(new SubscriptionRequest("#"));
        var client = await fixture.ConnectAsync("c");

        await client.PublishAsync("gate/a", "1", MqttQoS.AtLeastOnce, 1);
        await client.PublishAsync("gate/a", "2", MqttQoS.ExactlyOnce, 2);
        await client.PublishAsync("free", "3", MqttQoS.AtLeastOnce, 3);

        foreach (var expected in new[] { "1", "2", "3" })
        {
            Assert.Equal(expected, await subscriber.ReceiveTextAsync());
        }

        await client.ReceiveNothingAsync();
        gate.Waiting["2"].SetResult(MqttReasonCode.Success);
        await client.ReceiveNothingAsync();
        gate.Waiting["1"].SetResult(MqttReasonCode.Success);
        Assert.Equal(new AckPacket(MqttPacketType.PubAck, 1), await client.ReceiveAckAsync());
        Assert.Equal(new AckPacket(MqttPacketType.PubRec, 2), await client.ReceiveAckAsync());
        Assert.Equal(new AckPacket(MqttPacketType.PubAck, 3), await client.ReceiveAckAsync());
    }

    [Fact]
    public async Task Gate_Refuses_SaysSoIn5AndCutsIn311()
    {
        var gate = new TestGate();
        await using var fixture = new BrokerFixture(gate: gate);
        var client = await fixture.ConnectAsync("a");
        var old = await fixture.ConnectAsync("b", MqttProtocolVersion.V311);
        await client.PublishAsync("gate/a", "1", MqttQoS.AtLeastOnce, 1);
        await old.PublishAsync("gate/a", "2", MqttQoS.AtLeastOnce, 1);
        await client.SyncAsync();
        await old.SyncAsync();

        gate.Waiting["1"].SetResult(MqttReasonCode.QuotaExceeded);
        gate.Waiting["2"].SetException(new IOException("disk full"));

        Assert.Equal(MqttReasonCode.QuotaExceeded, (await client.ReceiveAckAsync()).ReasonCode);
        await old.ReceiveEndAsync();
    }

    [Fact]
    public async Task Gate_QoS2RepeatedBeforeItAccepted_AsksAgainButDeliversOnce()
    {
        var gate = new TestGate();
        await using var fixture = new BrokerFixture(gate: gate);
        var subscriber = await fixture.ConnectAsync("s");
        await subscriber.SubscribeAsync(new SubscriptionRequest("#"));
        var connect = new ConnectPacket { ClientId = "c", CleanStart = false, SessionExpiryInterval = 60 };
        var client = await fixture.ConnectAsync(connect);
        var message = new PublishPacket { Topic = "gate/a", Payload = TestClient.Bytes("x"), QoS = MqttQoS.ExactlyOnce, PacketId = 1 };
        await client.SendAsync(message);
        Assert.Equal("x", await subscriber.ReceiveTextAsync());
        await client.BreakAsync();
        Assert.True(gate.Waiting.TryRemove("x", out _));

        var again = await fixture.ConnectAsync(connect);
        await again.SendAsync(message with { Dup = true });
        await again.ReceiveNothingAsync();
        gate.Waiting["x"].SetResult(MqttReasonCode.Success);

        Assert.Equal(new AckPacket(MqttPacketType.PubRec, 1), await again.ReceiveAckAsync());
        await subscriber.ReceiveNothingAsync();
    }

    [Fact]
    public async Task Gate_Slow_BoundsWhatA311ClientHasOpen()
    {
        var gate = new TestGate();
        await using var fixture = new BrokerFixture(new() { Client = new() { ReceiveMaximum = 3 } }, gate);
        var subscriber = await fixture.ConnectAsync("s");
        await subscriber.SubscribeAsync(new SubscriptionRequest("#"));
        var client = await fixture.ConnectAsync("c", MqttProtocolVersion.V311);
        for (ushort i = 1; i <= 5; i++)
        {
            await client.PublishAsync("gate/a", $"{i}", MqttQoS.AtLeastOnce, i);
        }

        for (var i = 1; i <= 3; i++)
        {
            Assert.Equal($"{i}", await subscriber.ReceiveTextAsync());
        }

        await subscriber.ReceiveNothingAsync();
        gate.Waiting["1"].SetResult(MqttReasonCode.Success);

        Assert.Equal(1, (await client.ReceiveAckAsync()).PacketId);
        Assert.Equal("4", await subscriber.ReceiveTextAsync());
    }
}
