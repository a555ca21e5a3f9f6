using Bridge.Mqtt.Broker;
using Bridge.Mqtt.Packets;
using Bridge.Mqtt.Tests.Conformance;

namespace Bridge.Mqtt.Tests.Broker;

/// <summary>
/// A QoS 2 message that gate or interceptor say no to. The gate's no means "not safe yet", so 3.1.1, which can't be told, is cut and sends it again;
/// the interceptor's is final, so 3.1.1 hears of a success and is rid of it.
/// </summary>
public sealed class RefusedQoS2Tests
{
    private static readonly PublishPacket Guarded = new() { Topic = "gate/seen", Payload = TestClient.Bytes("x"), QoS = MqttQoS.ExactlyOnce, PacketId = 1 };

    private readonly TestGate _gate = new();
    private readonly TestInterceptor _refusal = new((_, _) => MqttInterception.Refuse(MqttReasonCode.QuotaExceeded));

    [Fact]
    [Clause("MQTT-3.3.5-2", Of = MqttProtocolVersion.V311)]
    public async Task Gate_Refuses311_CutsItAndIsAskedAgainWhenItRepeats()
    {
        await using var fixture = new BrokerFixture(gate: _gate);
        var subscriber = await fixture.ConnectAsync("s");
        await subscriber.SubscribeAsync(new SubscriptionRequest("#"));
        var client = await fixture.ConnectAsync(Lasting(MqttProtocolVersion.V311));
        await client.SendAsync(Guarded);
        Assert.Equal("x", await subscriber.ReceiveTextAsync());
        await client.SyncAsync();

        Decide(MqttReasonCode.QuotaExceeded);

        // No PUBREC: to its sender it was never received.
        await client.ReceiveEndAsync();
        var again = await fixture.ConnectAsync(Lasting(MqttProtocolVersion.V311));
        await again.SendAsync(Guarded with { Dup = true });
        await again.ReceiveNothingAsync();
        Decide(MqttReasonCode.Success);
        await FinishAsync(again, Guarded.PacketId);
        await subscriber.ReceiveNothingAsync();
    }

    [Fact]
    public async Task Gate_Refuses5_FreesThePacketId()
    {
        await using var fixture = new BrokerFixture(gate: _gate);
        var client = await fixture.ConnectAsync(Lasting(MqttProtocolVersion.V5));
        await client.SubscribeAsync(new SubscriptionRequest("#"));
        await client.SendAsync(Guarded);
        Assert.Equal("x", await client.ReceiveTextAsync());
        Decide(MqttReasonCode.QuotaExceeded);
        Assert.Equal((MqttPacketType.PubRec, MqttReasonCode.QuotaExceeded), await AckAsync(client));

        await client.SendAsync(Guarded with { Payload = TestClient.Bytes("another") });

        Assert.Equal("another", await client.ReceiveTextAsync());
        Assert.True(_gate.Waiting.ContainsKey("another"));
    }

    [Fact]
    [Clause("MQTT-3.3.5-2", Of = MqttProtocolVersion.V311)]
    public async Task Interceptor_RefusesWhatAGateGuards_311HearsOfASuccessAndNobodyIsAskedAgain()
    {
        await using var fixture = new BrokerFixture(gate: _gate, interceptor: _refusal);
        var client = await fixture.ConnectAsync(Lasting(MqttProtocolVersion.V311));
        await client.SubscribeAsync(new SubscriptionRequest("#"));

        await client.SendAsync(Guarded);
        Assert.Equal((MqttPacketType.PubRec, MqttReasonCode.Success), await AckAsync(client));
        await client.SendAsync(Guarded with { Dup = true });
        Assert.Equal((MqttPacketType.PubRec, MqttReasonCode.Success), await AckAsync(client));
        await client.BreakAsync();
        var again = await fixture.ConnectAsync(Lasting(MqttProtocolVersion.V311));
        await again.SendAsync(Guarded with { Dup = true });

        await FinishAsync(again, Guarded.PacketId);
        Assert.Empty(_gate.Waiting);
        Assert.Equal(1, _refusal.Seen);
    }

    [Fact]
    public async Task Interceptor_RefusesWhatAGateGuards_5HearsTheReasonAndItsPacketIdIsFree()
    {
        await using var fixture = new BrokerFixture(gate: _gate, interceptor: _refusal);
        var client = await fixture.ConnectAsync(Lasting(MqttProtocolVersion.V5));
        for (var i = 1; i <= 2; i++)
        {
            await client.SendAsync(Guarded);
            Assert.Equal((MqttPacketType.PubRec, MqttReasonCode.QuotaExceeded), await AckAsync(client));
            Assert.Equal(i, _refusal.Seen);
        }

        Assert.Empty(_gate.Waiting);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Gate_AfterARestart_IsAskedAgainOnlyForWhatItHadNotLetPass(bool hadDecided)
    {
        var store = new MemorySessionStore();
        await using (var before = new BrokerFixture(gate: _gate, sessions: store))
        {
            await before.Broker.StartAsync();
            var client = await before.ConnectAsync(Lasting(MqttProtocolVersion.V5));
            await client.SendAsync(Guarded);
            await client.SyncAsync();
            if (hadDecided)
            {
                Decide(MqttReasonCode.Success);
                Assert.Equal(MqttPacketType.PubRec, (await client.ReceiveAckAsync()).Type);
            }

            await client.BreakAsync();
        }

        _gate.Waiting.Clear();
        await using var after = new BrokerFixture(gate: _gate, sessions: store);
        await after.Broker.StartAsync();
        var again = await after.ConnectAsync(Lasting(MqttProtocolVersion.V5));
        Assert.True(again.ConnAck.SessionPresent);
        await again.SubscribeAsync(new SubscriptionRequest("#"));
        await again.SendAsync(Guarded with { Dup = true });
        if (!hadDecided)
        {
            await again.ReceiveNothingAsync();
            Decide(MqttReasonCode.Success);
        }

        await FinishAsync(again, Guarded.PacketId);
        Assert.Empty(_gate.Waiting);
    }

    [Fact]
    public async Task Gate_LetsPassWhatWasStoredUndecided_IsStored()
    {
        var store = new MemorySessionStore();
        await using var fixture = new BrokerFixture(gate: _gate, sessions: store);
        var client = await fixture.ConnectAsync(Lasting(MqttProtocolVersion.V5));
        await client.SendAsync(Guarded);
        await client.SyncAsync();
        await fixture.Broker.Runtime.Store.SaveAsync();
        Assert.Equal([Guarded.PacketId], Assert.Single(await store.LoadAsync(default)).UndecidedQoS2);

        Decide(MqttReasonCode.Success);
        await client.ReceiveAckAsync();
        await fixture.Broker.Runtime.Store.SaveAsync();

        Assert.True(Assert.Single(await store.LoadAsync(default)) is { ReceivedQoS2: [1], UndecidedQoS2: null });
    }

    private static ConnectPacket Lasting(MqttProtocolVersion version) => new()
    {
        ClientId = "c",
        Version = version,
        CleanStart = false,
        SessionExpiryInterval = version == MqttProtocolVersion.V5 ? 60u : 0,
    };

    private static async Task<(MqttPacketType Type, MqttReasonCode Reason)> AckAsync(TestClient client)
    {
        var ack = await client.ReceiveAckAsync();
        return (ack.Type, ack.ReasonCode);
    }

    /// <summary>PUBREC comes, and the rest of the exchange.</summary>
    private static async Task FinishAsync(TestClient client, ushort packetId)
    {
        Assert.Equal(new AckPacket(MqttPacketType.PubRec, packetId), await client.ReceiveAckAsync());
        await client.SendAsync(new AckPacket(MqttPacketType.PubRel, packetId));
        Assert.Equal(new AckPacket(MqttPacketType.PubComp, packetId), await client.ReceiveAckAsync());
    }

    private void Decide(MqttReasonCode reason)
    {
        Assert.True(_gate.Waiting.TryRemove("x", out var decision));
        decision.SetResult(reason);
    }
}
