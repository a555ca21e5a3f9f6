using Bridge.Mqtt.Packets;

namespace Bridge.Mqtt.Tests.Broker;

public sealed class ProtocolErrorTests
{
    [Fact]
    public async Task Connect_31_IsRefusedWithUnacceptableVersion()
    {
        await using var fixture = new BrokerFixture();
        var client = fixture.Open(MqttProtocolVersion.V311);

        await client.SendAsync((byte[])[0x10, 15, 0, 6, .. "MQIsdp"u8, 3, 2, 0, 60, 0, 1, (byte)'a']);

        Assert.Equal(MqttReasonCode.UnsupportedProtocolVersion, (await client.ReceiveAsync<ConnAckPacket>()).ReasonCode);
        await client.ReceiveEndAsync();
    }

    [Fact]
    public async Task Connect_WithAuthenticationMethod_IsRefused()
    {
        await using var fixture = new BrokerFixture();

        var client = await fixture.ConnectAsync(new ConnectPacket { ClientId = "c", AuthenticationMethod = "SCRAM-SHA-1" });

        Assert.Equal(MqttReasonCode.BadAuthenticationMethod, client.ConnAck.ReasonCode);
        await client.ReceiveEndAsync();
    }

    [Fact]
    public async Task Auth_WithoutMethodInConnect_IsAProtocolError()
    {
        await using var fixture = new BrokerFixture();
        var client = await fixture.ConnectAsync("c");

        await client.SendAsync(new AuthPacket { ReasonCode = MqttReasonCode.ReAuthenticate, AuthenticationMethod = "x" });

        Assert.Equal(MqttReasonCode.ProtocolError, (await client.ReceiveDisconnectAsync()).ReasonCode);
    }

    [Fact]
    public async Task Connect_Twice_IsAProtocolError()
    {
        await using var fixture = new BrokerFixture();
        var client = await fixture.ConnectAsync("c");

        await client.SendAsync(new ConnectPacket { ClientId = "c" });

        Assert.Equal(MqttReasonCode.ProtocolError, (await client.ReceiveDisconnectAsync()).ReasonCode);
    }

    [Fact]
    public async Task FirstPacket_NotConnect_ClosesWithoutAWord()
    {
        await using var fixture = new BrokerFixture();
        var client = fixture.Open();

        await client.SendAsync(new byte[] { 0xC0, 0 });

        await client.ReceiveEndAsync();
    }

    [Fact]
    public async Task Bytes_Malformed_DisconnectIn5AndCloseIn311()
    {
        await using var fixture = new BrokerFixture();
        var client = await fixture.ConnectAsync("a");
        var old = await fixture.ConnectAsync("b", MqttProtocolVersion.V311);

        // PUBLISH with both QoS bits set [MQTT-3.3.1-4].
        byte[] malformed = [0x36, 5, 0, 1, (byte)'t', 0, 1];
        await client.SendAsync(malformed);
        await old.SendAsync(malformed);

        var disconnect = await client.ReceiveDisconnectAsync();
        Assert.Equal(MqttReasonCode.MalformedPacket, disconnect.ReasonCode);
        Assert.NotNull(disconnect.ReasonString);
        await old.ReceiveEndAsync();
    }

    [Fact]
    public async Task PubAck_ForQoS2Message_IsAProtocolError()
    {
        await using var fixture = new BrokerFixture();
        var client = await fixture.ConnectAsync("c");
        await client.SubscribeAsync(new SubscriptionRequest("t", MqttQoS.ExactlyOnce));
        fixture.Broker.Publish(new() { Topic = "t", QoS = MqttQoS.ExactlyOnce });
        await client.ReceiveAsync<PublishPacket>();

        await client.SendAsync(new AckPacket(MqttPacketType.PubAck, 1));

        Assert.Equal(MqttReasonCode.ProtocolError, (await client.ReceiveDisconnectAsync()).ReasonCode);
    }

    [Theory]
    [InlineData(MqttPacketType.PubRel, MqttPacketType.PubComp)]
    [InlineData(MqttPacketType.PubRec, MqttPacketType.PubRel)]
    public async Task Ack_ForUnknownId_IsAnsweredNotFound(MqttPacketType sent, MqttPacketType answered)
    {
        await using var fixture = new BrokerFixture();
        var client = await fixture.ConnectAsync("c");

        await client.SendAsync(new AckPacket(sent, 9));

        var answer = await client.ReceiveAckAsync();
        Assert.True(answer is { PacketId: 9, ReasonCode: MqttReasonCode.PacketIdentifierNotFound });
        Assert.Equal(answered, answer.Type);
    }

    [Theory]
    [InlineData(MqttQoS.AtLeastOnce)]
    [InlineData(MqttQoS.ExactlyOnce)]
    public async Task Publish_NotAllowed_IsSaidIn5AndSwallowedIn311(MqttQoS qos)
    {
        await using var fixture = new BrokerFixture();
        var client = await fixture.ConnectAsync("a");
        var old = await fixture.ConnectAsync("b", MqttProtocolVersion.V311);

        await client.PublishAsync("denied/x", "", qos, 1);
        await old.PublishAsync("denied/x", "", qos, 1);

        var answer = await client.ReceiveAckAsync();
        Assert.Equal(MqttReasonCode.NotAuthorized, answer.ReasonCode);
        Assert.NotNull(answer.ReasonString);
        Assert.Equal(MqttReasonCode.Success, (await old.ReceiveAckAsync()).ReasonCode);
    }

    [Fact]
    public async Task Publish_PayloadThatIsNotTheTextItClaims_IsRefused()
    {
        await using var fixture = new BrokerFixture();
        var client = await fixture.ConnectAsync("c");
        var wrong = new PublishPacket { Topic = "t", PayloadIsText = true, Payload = new byte[] { 0xFF } };

        await client.SendAsync(wrong with { QoS = MqttQoS.AtLeastOnce, PacketId = 1 });
        Assert.Equal(MqttReasonCode.PayloadFormatInvalid, (await client.ReceiveAckAsync()).ReasonCode);
        await client.SendAsync(wrong);

        Assert.Equal(MqttReasonCode.PayloadFormatInvalid, (await client.ReceiveDisconnectAsync()).ReasonCode);
    }

    [Fact]
    public async Task Publish_TopicBeyondLimits_Disconnects()
    {
        await using var fixture = new BrokerFixture();
        var client = await fixture.ConnectAsync("c");

        await client.PublishAsync("1/2/3/4/5/6/7/8/9");

        Assert.Equal(MqttReasonCode.TopicNameInvalid, (await client.ReceiveDisconnectAsync()).ReasonCode);
    }

    [Fact]
    public async Task Authenticator_Throws_RefusesAsUnavailable()
    {
        await using var fixture = new BrokerFixture();
        fixture.Authenticator.Answer = _ => throw new InvalidOperationException("broken");

        var client = await fixture.ConnectAsync("c");

        Assert.Equal(MqttReasonCode.ServerUnavailable, client.ConnAck.ReasonCode);
        await client.ReceiveEndAsync();
    }

    [Fact]
    public async Task PubRel_AgainInAResumedSession_IsNoError()
    {
        await using var fixture = new BrokerFixture();
        var lasting = new ConnectPacket { ClientId = "c", CleanStart = false, SessionExpiryInterval = 60 };
        var first = await fixture.ConnectAsync(lasting);
        await first.PublishAsync("t", "once", MqttQoS.ExactlyOnce, packetId: 9);
        Assert.Equal(MqttPacketType.PubRec, (await first.ReceiveAckAsync()).Type);
        await first.SendAsync(new AckPacket(MqttPacketType.PubRel, 9));
        Assert.Equal(MqttPacketType.PubComp, (await first.ReceiveAckAsync()).Type);
        await first.BreakAsync();

        // As if PUBCOMP had been lost.
        var again = await fixture.ConnectAsync(lasting);
        await again.SendAsync(new AckPacket(MqttPacketType.PubRel, 9));

        Assert.True(await again.ReceiveAckAsync() is { Type: MqttPacketType.PubComp, PacketId: 9, ReasonCode: MqttReasonCode.Success });
    }
}
