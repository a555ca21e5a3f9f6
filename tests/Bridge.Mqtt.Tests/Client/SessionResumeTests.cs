using Bridge.Mqtt.Client;
using Bridge.Mqtt.Packets;
using Bridge.Mqtt.Tests.Broker;

namespace Bridge.Mqtt.Tests.Client;

public sealed class SessionResumeTests
{
    private static readonly ConnAckPacket Present = new() { SessionPresent = true };

    [Theory]
    [InlineData(MqttProtocolVersion.V5)]
    [InlineData(MqttProtocolVersion.V311)]
    public async Task Publish_LostBeforePubAck_IsDeliveredAgainInOrderWithDup(MqttProtocolVersion version)
    {
        var server = new ScriptedServer(version);
        var (client, first) = await server.ConnectAsync(options: server.Options with { CleanStart = version == MqttProtocolVersion.V5 });
        await using var _ = client;
        var one = client.PublishAsync("t", "1"u8.ToArray(), MqttQoS.AtLeastOnce);
        var two = client.PublishAsync("t", "2"u8.ToArray(), MqttQoS.AtLeastOnce);
        var sent = new[] { await first.ReceiveAsync<PublishPacket>(), await first.ReceiveAsync<PublishPacket>() };
        Assert.All(sent, p => Assert.False(p.Dup));
        await first.BreakAsync();

        var second = await server.AcceptAsync(Present);
        Assert.False(second.Connect.CleanStart);
        foreach (var packet in sent)
        {
            var again = await second.ReceiveAsync<PublishPacket>();
            Assert.True(again.Dup);
            Assert.Equal(packet.PacketId, again.PacketId);
            Assert.Equal(packet.Payload.ToArray(), again.Payload.ToArray());
            await second.SendAsync(new AckPacket(MqttPacketType.PubAck, packet.PacketId));
        }

        Assert.Equal(MqttReasonCode.Success, await one.WaitAsync(TestClient.Patience));
        Assert.Equal(MqttReasonCode.Success, await two.WaitAsync(TestClient.Patience));
    }

    [Fact]
    public async Task Publish_LostAfterPubRec_RepeatsPubRelAlone()
    {
        var server = new ScriptedServer();
        var (client, first) = await server.ConnectAsync();
        await using var _ = client;
        var published = client.PublishAsync("t", default, MqttQoS.ExactlyOnce);
        var id = (await first.ReceiveAsync<PublishPacket>()).PacketId;
        await first.SendAsync(new AckPacket(MqttPacketType.PubRec, id));
        Assert.Equal(new AckPacket(MqttPacketType.PubRel, id), await first.ReceiveAsync<AckPacket>());
        await first.BreakAsync();

        var second = await server.AcceptAsync(Present);
        Assert.Equal(new AckPacket(MqttPacketType.PubRel, id), await second.ReceiveAsync<AckPacket>());
        await second.SendAsync(new AckPacket(MqttPacketType.PubComp, id));
        Assert.Equal(MqttReasonCode.Success, await published.WaitAsync(TestClient.Patience));
    }

    [Fact]
    public async Task Publish_SessionLost_IsSentAnewWithQoS1AndFailsWithQoS2()
    {
        var server = new ScriptedServer();
        var (client, first) = await server.ConnectAsync();
        await using var _ = client;
        var once = client.PublishAsync("two", default, MqttQoS.ExactlyOnce);
        await first.ReceiveAsync<PublishPacket>();
        var atLeastOnce = client.PublishAsync("one", default, MqttQoS.AtLeastOnce);
        await first.ReceiveAsync<PublishPacket>();
        await first.BreakAsync();

        var second = await server.AcceptAsync(new ConnAckPacket());
        var again = await second.ReceiveAsync<PublishPacket>();
        Assert.False(again.Dup);
        Assert.Equal("one", again.Topic);
        await second.SendAsync(new AckPacket(MqttPacketType.PubAck, again.PacketId));
        Assert.Equal(MqttReasonCode.Success, await atLeastOnce.WaitAsync(TestClient.Patience));
        await Assert.ThrowsAsync<MqttClientException>(() => once.WaitAsync(TestClient.Patience));
    }

    [Fact]
    public async Task Subscriptions_SessionLost_AreMadeAgain_SessionKept_AreNot()
    {
        var server = new ScriptedServer();
        var (client, first) = await server.ConnectAsync();
        await using var _ = client;
        var subscribing = client.SubscribeAsync("a/#", _ => default);
        var request = await first.ReceiveAsync<SubscribePacket>();
        await first.SendAsync(new SubAckPacket { PacketId = request.PacketId, ReasonCodes = [MqttReasonCode.GrantedQoS1] });
        await subscribing.WaitAsync(TestClient.Patience);
        await first.BreakAsync();

        var second = await server.AcceptAsync(new ConnAckPacket());
        request = await second.ReceiveAsync<SubscribePacket>();
        Assert.Equal("a/#", request.Subscriptions[0].Filter);
        await second.SendAsync(new SubAckPacket { PacketId = request.PacketId, ReasonCodes = [MqttReasonCode.GrantedQoS1] });
        await client.PublishAsync("sync", default);
        Assert.Equal("sync", (await second.ReceiveAsync<PublishPacket>()).Topic);
        await second.BreakAsync();

        var third = await server.AcceptAsync(Present);
        await client.PublishAsync("next", default);
        Assert.Equal("next", (await third.ReceiveAsync<PublishPacket>()).Topic);
    }

    [Fact]
    public async Task Subscribe_LostBeforeSubAck_IsSentAgain()
    {
        var server = new ScriptedServer();
        var (client, first) = await server.ConnectAsync();
        await using var _ = client;
        var subscribing = client.SubscribeAsync("a", _ => default);
        await first.ReceiveAsync<SubscribePacket>();
        await first.BreakAsync();

        var second = await server.AcceptAsync(Present);
        var request = await second.ReceiveAsync<SubscribePacket>();
        await second.SendAsync(new SubAckPacket { PacketId = request.PacketId, ReasonCodes = [MqttReasonCode.GrantedQoS1] });
        Assert.Equal(MqttReasonCode.GrantedQoS1, (await subscribing.WaitAsync(TestClient.Patience)).Granted);
    }

    [Fact]
    public async Task Receive_QoS2Twice_IsHandledOnce()
    {
        var server = new ScriptedServer();
        var handled = new List<string>();
        var options = server.Options with { Unrouted = message => { handled.Add(message.Topic); return default; } };
        var (client, first) = await server.ConnectAsync(options: options);
        await using var _ = client;
        var message = new PublishPacket { Topic = "t", QoS = MqttQoS.ExactlyOnce, PacketId = 9 };
        await first.SendAsync(message);
        Assert.Equal(new AckPacket(MqttPacketType.PubRec, 9), await first.ReceiveAsync<AckPacket>());
        await first.BreakAsync();

        var second = await server.AcceptAsync(Present);
        await second.SendAsync(message with { Dup = true });
        Assert.Equal(new AckPacket(MqttPacketType.PubRec, 9), await second.ReceiveAsync<AckPacket>());
        await second.SendAsync(new AckPacket(MqttPacketType.PubRel, 9));
        Assert.Equal(new AckPacket(MqttPacketType.PubComp, 9), await second.ReceiveAsync<AckPacket>());
        await second.SendAsync(new AckPacket(MqttPacketType.PubRel, 9));
        Assert.Equal(MqttReasonCode.PacketIdentifierNotFound, (await second.ReceiveAsync<AckPacket>()).ReasonCode);
        Assert.Equal(["t"], handled);
    }
}
