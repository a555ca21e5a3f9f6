using Bridge.Mqtt.Client;
using Bridge.Mqtt.Packets;
using Bridge.Mqtt.Tests.Broker;

namespace Bridge.Mqtt.Tests.Client;

public sealed class ClientConnectTests
{
    [Theory]
    [InlineData(MqttProtocolVersion.V5)]
    [InlineData(MqttProtocolVersion.V311)]
    public async Task Connect_Refused_ThrowsTheServersCode(MqttProtocolVersion version)
    {
        var server = new ScriptedServer(version);
        await using var client = new MqttClient(server.DialAsync, server.Options);
        var connecting = client.ConnectAsync();
        var connection = await server.AcceptAsync(new ConnAckPacket { ReasonCode = MqttReasonCode.NotAuthorized });
        var refused = await Assert.ThrowsAsync<MqttClientException>(() => connecting.WaitAsync(TestClient.Patience));
        Assert.Equal(MqttReasonCode.NotAuthorized, refused.Code);
        await connection.ReceiveEndAsync();
        await Assert.ThrowsAnyAsync<Exception>(() => client.PublishAsync("t", default).WaitAsync(TestClient.Patience));
    }

    [Fact]
    public async Task Connect_NoAnswerInTime_TimesOut()
    {
        var server = new ScriptedServer();
        var clock = new TestClock();
        await using var client = new MqttClient(server.DialAsync, server.Options with { Time = clock, ConnectTimeout = TimeSpan.FromSeconds(10) });
        var connecting = client.ConnectAsync();
        await server.AcceptAsync();
        clock.Advance(TimeSpan.FromSeconds(9.9));
        Assert.False(connecting.IsCompleted);
        clock.Advance(TimeSpan.FromSeconds(0.2));
        await Assert.ThrowsAsync<TimeoutException>(() => connecting.WaitAsync(TestClient.Patience));
    }

    [Fact]
    public async Task Connect_AssignedIdentifier_IsUsedForTheReconnect()
    {
        var server = new ScriptedServer();
        var (client, first) = await server.ConnectAsync(new ConnAckPacket { AssignedClientIdentifier = "d1.7" }, server.Options with { ClientId = "" });
        await using var _ = client;
        Assert.Equal("", first.Connect.ClientId);
        Assert.True(first.Connect.CleanStart);
        Assert.Equal("d1.7", client.ClientId);
        await first.BreakAsync();
        var second = await server.AcceptAsync(new ConnAckPacket());
        Assert.Equal("d1.7", second.Connect.ClientId);
        Assert.False(second.Connect.CleanStart);
    }

    [Fact]
    public async Task Connect_SessionPresentAfterACleanStart_IsAProtocolError()
    {
        var server = new ScriptedServer();
        await using var client = new MqttClient(server.DialAsync, server.Options);
        var connecting = client.ConnectAsync();
        await server.AcceptAsync(new ConnAckPacket { SessionPresent = true });
        var refused = await Assert.ThrowsAsync<MqttClientException>(() => connecting.WaitAsync(TestClient.Patience));
        Assert.Equal(MqttReasonCode.ProtocolError, refused.Code);
    }

    [Fact]
    public async Task Connect_EnhancedAuthentication_AnswersEachStep()
    {
        var server = new ScriptedServer();
        var options = server.Options with
        {
            AuthenticationMethod = "double",
            AuthenticationData = new byte[] { 1 },
            Authenticate = data => new byte[] { (byte)(data.Span[0] * 2) },
        };
        await using var client = new MqttClient(server.DialAsync, options);
        var connecting = client.ConnectAsync();
        var connection = await server.AcceptAsync();
        Assert.Equal("double", connection.Connect.AuthenticationMethod);
        await connection.SendAsync(new AuthPacket
        {
            ReasonCode = MqttReasonCode.ContinueAuthentication,
            AuthenticationMethod = "double",
            AuthenticationData = new byte[] { 21 },
        });
        var answer = await connection.ReceiveAsync<AuthPacket>();
        Assert.Equal(MqttReasonCode.ContinueAuthentication, answer.ReasonCode);
        Assert.Equal([42], answer.AuthenticationData!.Value.ToArray());
        await connection.SendAsync(new ConnAckPacket { AuthenticationMethod = "double" });
        await connecting.WaitAsync(TestClient.Patience);
    }

    [Fact]
    public async Task ServersDisconnect_TakenOver_EndsTheClient()
    {
        var server = new ScriptedServer();
        var (client, connection) = await server.ConnectAsync();
        await using var _ = client;
        var lost = new TaskCompletionSource<Exception>();
        client.Disconnected += cause => lost.TrySetResult(cause);
        await connection.SendAsync(new DisconnectPacket { ReasonCode = MqttReasonCode.SessionTakenOver });
        var cause = Assert.IsType<MqttClientException>(await lost.Task.WaitAsync(TestClient.Patience));
        Assert.Equal(MqttReasonCode.SessionTakenOver, cause.Code);
        await connection.ReceiveEndAsync();
        await Assert.ThrowsAsync<MqttClientException>(() => client.PublishAsync("t", default).WaitAsync(TestClient.Patience));
    }

    [Theory]
    [InlineData("FF00", MqttReasonCode.MalformedPacket, "AUTH with flags")]
    [InlineData("3006000005230001", MqttReasonCode.MalformedPacket, "properties beyond the packet")]
    [InlineData("3006000003230001", MqttReasonCode.ProtocolError, "unknown alias")]
    [InlineData("3006000003230011", MqttReasonCode.TopicAliasInvalid, "alias above 16")]
    [InlineData("2003000000", MqttReasonCode.ProtocolError, "second CONNACK")]
    public async Task Receive_WhatIsWrong_AnswersWithTheReason(string hex, MqttReasonCode expected, string what)
    {
        var server = new ScriptedServer();
        var (client, connection) = await server.ConnectAsync(options: server.Options with { Reconnect = false });
        await using var _ = client;
        await connection.SendAsync(Convert.FromHexString(hex));
        var told = (await connection.ReceiveAsync<DisconnectPacket>()).ReasonCode;
        Assert.True(told == expected, $"{what}: {told}");
        await connection.ReceiveEndAsync();
    }

    [Fact]
    public async Task Disconnect_WithWill_SaysSoAndCloses()
    {
        var server = new ScriptedServer();
        var (client, connection) = await server.ConnectAsync();
        var ending = client.DisconnectAsync(MqttReasonCode.DisconnectWithWill);
        Assert.Equal(MqttReasonCode.DisconnectWithWill, (await connection.ReceiveAsync<DisconnectPacket>()).ReasonCode);
        await connection.ReceiveEndAsync();
        await ending;
        await client.DisposeAsync();
    }
}
