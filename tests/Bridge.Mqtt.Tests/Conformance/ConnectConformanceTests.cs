using Bridge.Mqtt.Broker;
using Bridge.Mqtt.Packets;
using Bridge.Mqtt.Tests.Broker;

namespace Bridge.Mqtt.Tests.Conformance;

/// <summary>What the standard says of CONNECT and CONNACK, beyond their bytes.</summary>
public sealed class ConnectConformanceTests
{
    [Theory]
    [InlineData(MqttProtocolVersion.V311, "a")]
    [InlineData(MqttProtocolVersion.V311, "0123456789ABCDEFGHIJKLM")]
    [InlineData(MqttProtocolVersion.V5, "abcdefghijklmnopqrstuvw")]
    [InlineData(MqttProtocolVersion.V5, "NOPQRSTUVWXYZxyz")]
    [Clause("MQTT-3.1.3-5", "MQTT-3.1.3-3", "MQTT-3.1.4-5", "MQTT-3.2.0-1", "MQTT-3.2.2-8")]
    [Clause("MQTT-3.1.3-5", "MQTT-3.1.4-4", "MQTT-3.2.0-1", Of = MqttProtocolVersion.V311)]
    public async Task ClientId_OfTheLettersAndDigitsPromised_IsAccepted(MqttProtocolVersion version, string clientId)
    {
        await using var fixture = new BrokerFixture();
        var client = await fixture.ConnectAsync(clientId, version);
        Assert.Equal(MqttReasonCode.Success, client.ConnAck.ReasonCode);
        Assert.Equal(clientId, Assert.Single(fixture.Broker.Clients).ClientId);
    }

    [Theory]
    [InlineData(MqttProtocolVersion.V311)]
    [InlineData(MqttProtocolVersion.V5)]
    [Clause("MQTT-3.1.2-4", "MQTT-3.1.2-5", "MQTT-3.1.2-6", "MQTT-3.1.4-4", "MQTT-3.2.2-2", "MQTT-3.2.2-3", "MQTT-3.1.2-23", "MQTT-4.1.0-1")]
    [Clause("MQTT-3.1.2-4", "MQTT-3.1.2-6", "MQTT-3.1.4-3", "MQTT-3.2.2-1", "MQTT-3.2.2-2", "MQTT-3.2.2-3", "MQTT-4.1.0-1", "MQTT-4.1.0-2", Of = MqttProtocolVersion.V311)]
    public async Task SessionPresent_SaysWhetherThereWasASession(MqttProtocolVersion version)
    {
        await using var fixture = new BrokerFixture();
        var lasting = new ConnectPacket { Version = version, ClientId = "c", CleanStart = false, SessionExpiryInterval = 60 };
        var first = await fixture.ConnectAsync(lasting);
        Assert.False(first.ConnAck.SessionPresent);
        await first.BreakAsync();
        var second = await fixture.ConnectAsync(lasting);
        Assert.True(second.ConnAck.SessionPresent);
        await second.BreakAsync();
        var clean = await fixture.ConnectAsync(lasting with { CleanStart = true, SessionExpiryInterval = 0 });
        Assert.False(clean.ConnAck.SessionPresent);
        await clean.BreakAsync();
        Assert.False((await fixture.ConnectAsync(lasting)).ConnAck.SessionPresent);
    }

    [Theory]
    [InlineData(MqttProtocolVersion.V311)]
    [InlineData(MqttProtocolVersion.V5)]
    [Clause("MQTT-3.1.4-2", "MQTT-3.1.4-6", "MQTT-3.2.2-7")]
    [Clause("MQTT-3.1.4-5", "MQTT-3.2.2-4", "MQTT-3.2.2-5", Of = MqttProtocolVersion.V311)]
    public async Task Refused_Client_HasNothingMoreProcessed(MqttProtocolVersion version)
    {
        await using var fixture = new BrokerFixture();
        var heard = false;
        using var subscription = fixture.Broker.Subscribe("#", _ => heard = true);
        fixture.Authenticator.Answer = _ => MqttAuthentication.Reject(MqttReasonCode.BadUserNameOrPassword);
        var client = fixture.Open(version);
        byte[] publish = [0x30, 3, 0, 1, (byte)'t'];
        await client.SendAsync(new ConnectPacket { Version = version, ClientId = "c" });
        await client.SendAsync(version == MqttProtocolVersion.V5 ? [0x30, 4, 0, 1, (byte)'t', 0] : publish);
        var answer = await client.ReceiveAsync<ConnAckPacket>();
        Assert.Equal(MqttReasonCode.BadUserNameOrPassword, answer.ReasonCode);
        Assert.False(answer.SessionPresent);
        await client.ReceiveEndAsync();
        Assert.False(heard);
    }

    [Theory]
    [InlineData(MqttProtocolVersion.V311)]
    [InlineData(MqttProtocolVersion.V5)]
    [Clause("MQTT-3.1.3-6", "MQTT-3.1.3-7", "MQTT-3.2.2-16")]
    [Clause("MQTT-3.1.3-6", Of = MqttProtocolVersion.V311)]
    public async Task ClientId_Empty_GetsOneOfItsOwn(MqttProtocolVersion version)
    {
        await using var fixture = new BrokerFixture();
        var one = await fixture.ConnectAsync("", version);
        var two = await fixture.ConnectAsync("", version);
        var ids = fixture.Broker.Clients.Select(c => c.ClientId).ToHashSet();
        Assert.Equal(2, ids.Count);
        Assert.All(ids, id => Assert.NotEmpty(id));
        if (version == MqttProtocolVersion.V5)
        {
            Assert.Equal(ids, new[] { one.ConnAck.AssignedClientIdentifier!, two.ConnAck.AssignedClientIdentifier! }.ToHashSet());
        }
    }

    [Fact]
    [Clause("MQTT-3.2.2-19", "MQTT-3.2.2-20", "MQTT-3.1.2-24")]
    public async Task ConnAck_TooLargeForTheClient_LeavesOutWhatOnlyExplains()
    {
        await using var fixture = new BrokerFixture();
        fixture.Authenticator.Answer = _ => MqttAuthentication.Reject(MqttReasonCode.Banned, new string('x', 100));
        var roomy = await fixture.ConnectAsync(new ConnectPacket { ClientId = "a" });
        Assert.Equal(100, roomy.ConnAck.ReasonString!.Length);
        var tight = await fixture.ConnectAsync(new ConnectPacket { ClientId = "b", MaximumPacketSize = 40 });
        Assert.Null(tight.ConnAck.ReasonString);
        Assert.Equal(MqttReasonCode.Banned, tight.ConnAck.ReasonCode);
    }

    [Theory]
    [InlineData(4, false)]
    [InlineData(10, true)]
    [Clause("MQTT-3.2.0-1", "MQTT-3.1.2-24")]
    public async Task ConnAck_TooLargeEvenSo_RefusesTheClient(uint maximum, bool isTold)
    {
        await using var fixture = new BrokerFixture();
        var client = fixture.Open();
        await client.SendAsync(new ConnectPacket { ClientId = "c", MaximumPacketSize = maximum });
        await client.SendAsync(Mqtt.Codec.MqttPacketWriter.PingReq.ToArray());
        if (isTold)
        {
            Assert.Equal(MqttReasonCode.PacketTooLarge, (await client.ReceiveAsync<ConnAckPacket>()).ReasonCode);
        }

        await client.ReceiveEndAsync();
    }

    [Fact]
    [Clause("MQTT-3.1.2-28")]
    public async Task ConnAck_ResponseInformationNotAskedFor_HasNone()
    {
        await using var fixture = new BrokerFixture();
        Assert.Null((await fixture.ConnectAsync("c")).ConnAck.ResponseInformation);
    }

    [Fact]
    [Clause("MQTT-3.2.2-9", "MQTT-3.2.2-10", "MQTT-4.12.0-6", "MQTT-3.2.0-2", "MQTT-3.1.0-2")]
    public async Task ConnAck_OfThisServer_AllowsEverythingAndComesOnce()
    {
        await using var fixture = new BrokerFixture();
        var client = await fixture.ConnectAsync("c");
        Assert.Equal(MqttQoS.ExactlyOnce, client.ConnAck.MaximumQoS);
        Assert.True(client.ConnAck.RetainAvailable);
        Assert.True(client.ConnAck.WildcardSubscriptionAvailable);
        Assert.True(client.ConnAck.SubscriptionIdentifiersAvailable);
        Assert.True(client.ConnAck.SharedSubscriptionAvailable);
        Assert.Null(client.ConnAck.AuthenticationMethod);
        await client.SendAsync(new ConnectPacket { ClientId = "c" });
        Assert.Equal(MqttReasonCode.ProtocolError, (await client.ReceiveDisconnectAsync()).ReasonCode);
    }

    [Fact]
    [Clause("MQTT-3.2.2-13")]
    public async Task Will_RetainedWhereRetainIsNotAvailable_IsRefused()
    {
        await using var fixture = new BrokerFixture(new BrokerLimits { Client = ClientLimits.Tool with { RetainAvailable = false } });
        var client = await fixture.ConnectAsync(new ConnectPacket { ClientId = "c", Will = new WillMessage { Topic = "w", Retain = true } });
        Assert.Equal(MqttReasonCode.RetainNotSupported, client.ConnAck.ReasonCode);
        await client.ReceiveEndAsync();
    }
}
