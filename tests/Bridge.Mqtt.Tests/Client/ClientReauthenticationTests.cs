using Bridge.Mqtt.Client;
using Bridge.Mqtt.Packets;
using Bridge.Mqtt.Tests.Broker;
using Bridge.Mqtt.Tests.Conformance;

namespace Bridge.Mqtt.Tests.Client;

/// <summary>AUTH on a connection that stands (5.0, section 4.12.1).</summary>
public sealed class ClientReauthenticationTests
{
    private readonly ScriptedServer _server = new();

    [Fact]
    [Clause("MQTT-4.12.1-1")]
    public async Task Reauthenticate_Asked_AnswersAndEnds()
    {
        var (client, connection) = await ConnectAsync();
        await using var _ = client;
        var done = client.ReauthenticateAsync(new byte[] { 7 });

        var begun = await connection.ReceiveAsync<AuthPacket>();
        Assert.Equal((MqttReasonCode.ReAuthenticate, "double", 7), (begun.ReasonCode, begun.AuthenticationMethod, begun.AuthenticationData!.Value.Span[0]));
        await connection.SendAsync(Auth(MqttReasonCode.ContinueAuthentication) with { AuthenticationData = new byte[] { 8 } });
        var answer = await connection.ReceiveAsync<AuthPacket>();
        Assert.Equal((MqttReasonCode.ContinueAuthentication, "double", 16), (answer.ReasonCode, answer.AuthenticationMethod, answer.AuthenticationData!.Value.Span[0]));
        Assert.False(done.IsCompleted);
        await connection.SendAsync(Auth(MqttReasonCode.Success));

        await done.WaitAsync(TestClient.Patience);
    }

    [Fact]
    [Clause("MQTT-4.12.1-2")]
    public async Task Reauthenticate_Refused_SaysWhy()
    {
        var (client, connection) = await ConnectAsync();
        await using var _ = client;
        var done = client.ReauthenticateAsync();
        await connection.ReceiveAsync<AuthPacket>();
        await connection.SendAsync(new DisconnectPacket { ReasonCode = MqttReasonCode.NotAuthorized });

        var refused = await Assert.ThrowsAsync<MqttClientException>(() => done.WaitAsync(TestClient.Patience));
        Assert.Equal(MqttReasonCode.NotAuthorized, refused.Code);
    }

    [Fact]
    public async Task Reauthenticate_ClientDisposedMeanwhile_Ends()
    {
        var (client, connection) = await ConnectAsync();
        var done = client.ReauthenticateAsync();
        await connection.ReceiveAsync<AuthPacket>();
        await client.DisposeAsync();

        await Assert.ThrowsAnyAsync<Exception>(() => done.WaitAsync(TestClient.Patience));
    }

    [Fact]
    public async Task Reauthenticate_WhileOneIsUnderWay_IsRefused()
    {
        var (client, connection) = await ConnectAsync();
        await using var _ = client;
        var first = client.ReauthenticateAsync();
        await connection.ReceiveAsync<AuthPacket>();

        await Assert.ThrowsAsync<InvalidOperationException>(() => client.ReauthenticateAsync());

        await connection.SendAsync(Auth(MqttReasonCode.Success));
        await first.WaitAsync(TestClient.Patience);
    }

    [Fact]
    public async Task Reauthenticate_WithoutMethod_IsRefused()
    {
        var (client, _) = await _server.ConnectAsync();
        await using var disposed = client;

        await Assert.ThrowsAsync<InvalidOperationException>(() => client.ReauthenticateAsync());
    }

    [Fact]
    public async Task Auth_ThatWasNotAskedFor_EndsTheConnectionWithAProtocolError()
    {
        var (client, connection) = await ConnectAsync();
        await using var _ = client;

        await connection.SendAsync(Auth(MqttReasonCode.ContinueAuthentication));

        Assert.Equal(MqttReasonCode.ProtocolError, (await connection.ReceiveAsync<DisconnectPacket>()).ReasonCode);
    }

    private static AuthPacket Auth(MqttReasonCode code) => new() { ReasonCode = code, AuthenticationMethod = "double" };

    private Task<(MqttClient Client, ScriptedConnection Connection)> ConnectAsync() => _server.ConnectAsync(
        new ConnAckPacket { AuthenticationMethod = "double" },
        _server.Options with { Reconnect = false, AuthenticationMethod = "double", Authenticate = data => new[] { (byte)(data.Span[0] * 2) } });
}
