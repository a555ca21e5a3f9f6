using Bridge.Mqtt.Broker;
using Bridge.Mqtt.Client;
using Bridge.Mqtt.Packets;
using Bridge.Mqtt.Tests.Client;
using Bridge.Mqtt.Tests.Conformance;

namespace Bridge.Mqtt.Tests.Broker;

/// <summary>Section 4.12 of MQTT 5.0, on the broker's side.</summary>
public sealed class EnhancedAuthenticationTests
{
    private readonly DoublingAuthenticator _method = new();

    private static ConnectPacket Connect => new() { ClientId = "c", AuthenticationMethod = DoublingAuthenticator.Method, AuthenticationData = new byte[] { 21 } };

    [Fact]
    [Clause("MQTT-4.12.0-2", "MQTT-4.12.0-5")]
    public async Task Connect_WithMethod_IsAskedStepByStepAndAccepted()
    {
        await using var fixture = new BrokerFixture(enhanced: _method);
        var client = fixture.Open();
        await client.SendAsync(Connect);

        var asked = await client.ReceiveAsync<AuthPacket>();
        Assert.Equal((MqttReasonCode.ContinueAuthentication, DoublingAuthenticator.Method, 21), (asked.ReasonCode, asked.AuthenticationMethod, Number(asked.AuthenticationData)));
        await client.SendAsync(Auth(MqttReasonCode.ContinueAuthentication, 42));

        var accepted = await client.ReceiveAsync<ConnAckPacket>();
        Assert.Equal((MqttReasonCode.Success, DoublingAuthenticator.Method, 1), (accepted.ReasonCode, accepted.AuthenticationMethod, Number(accepted.AuthenticationData)));
        Assert.Equal("somebody", Assert.Single(fixture.Broker.Clients).Identity);
        Assert.Equal("c", Assert.Single(_method.Exchanges).Request.ClientId);
        await client.SyncAsync();
    }

    [Fact]
    [Clause("MQTT-4.12.0-4")]
    public async Task Connect_WrongAnswer_IsRefused()
    {
        await using var fixture = new BrokerFixture(enhanced: _method);
        var client = fixture.Open();
        await client.SendAsync(Connect);
        await client.ReceiveAsync<AuthPacket>();
        await client.SendAsync(Auth(MqttReasonCode.ContinueAuthentication, 43));

        Assert.Equal(MqttReasonCode.NotAuthorized, (await client.ReceiveAsync<ConnAckPacket>()).ReasonCode);
        await client.ReceiveEndAsync();
    }

    [Fact]
    [Clause("MQTT-4.12.0-1")]
    public async Task Connect_WithAMethodThatIsNotSupported_IsRefused()
    {
        await using var fixture = new BrokerFixture(enhanced: _method);

        var client = await fixture.ConnectAsync(Connect with { AuthenticationMethod = "treble" });

        Assert.Equal(MqttReasonCode.BadAuthenticationMethod, client.ConnAck.ReasonCode);
        await client.ReceiveEndAsync();
    }

    [Fact]
    public async Task Connect_MethodThatBreaks_IsUnavailable()
    {
        await using var fixture = new BrokerFixture(enhanced: _method);

        var client = await fixture.ConnectAsync(Connect with { AuthenticationData = new byte[] { 0xFF } });

        Assert.Equal(MqttReasonCode.ServerUnavailable, client.ConnAck.ReasonCode);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    [Clause("MQTT-3.1.2-30")]
    public async Task Connect_SomethingElseThanTheNextStep_IsAProtocolError(bool isAuth)
    {
        await using var fixture = new BrokerFixture(enhanced: _method);
        var client = fixture.Open();
        await client.SendAsync(Connect);
        await client.ReceiveAsync<AuthPacket>();
        if (isAuth)
        {
            await client.SendAsync(Auth(MqttReasonCode.ContinueAuthentication, 42) with { AuthenticationMethod = "treble" });
        }
        else
        {
            await client.PublishAsync("t");
        }

        Assert.Equal(MqttReasonCode.ProtocolError, (await client.ReceiveAsync<ConnAckPacket>()).ReasonCode);
        await client.ReceiveEndAsync();
    }

    [Fact]
    public async Task Connect_DisconnectInPlaceOfAStep_EndsWithoutAWord()
    {
        await using var fixture = new BrokerFixture(enhanced: _method);
        var client = fixture.Open();
        await client.SendAsync(Connect);
        await client.ReceiveAsync<AuthPacket>();
        await client.SendAsync(new DisconnectPacket());

        await client.ReceiveEndAsync();
    }

    [Fact]
    public async Task Connect_NoNextStepInTime_IsClosed()
    {
        await using var fixture = new BrokerFixture(enhanced: _method);
        var client = fixture.Open();
        await client.SendAsync(Connect);
        await client.ReceiveAsync<AuthPacket>();

        fixture.Clock.Advance(TimeSpan.FromSeconds(4.9));
        Assert.False(client.Served.IsCompleted);
        fixture.Clock.Advance(TimeSpan.FromSeconds(0.2));

        await client.ReceiveEndAsync();
    }

    [Fact]
    [Clause("MQTT-4.12.1-1")]
    public async Task Reauthenticate_Right_IsAcceptedWhileMessagesGoOn()
    {
        await using var fixture = new BrokerFixture(enhanced: _method);
        var client = await ConnectedAsync(fixture);
        await client.SendAsync(Auth(MqttReasonCode.ReAuthenticate, 3));
        Assert.Equal(3, Number((await client.ReceiveAsync<AuthPacket>()).AuthenticationData));
        await client.SyncAsync();
        await client.SendAsync(Auth(MqttReasonCode.ContinueAuthentication, 6));

        var accepted = await client.ReceiveAsync<AuthPacket>();
        Assert.Equal((MqttReasonCode.Success, DoublingAuthenticator.Method), (accepted.ReasonCode, accepted.AuthenticationMethod));
        Assert.Same(Assert.Single(fixture.Broker.Clients), _method.Exchanges[^1].Client);

        // Its deadline is over with it.
        fixture.Clock.Advance(TimeSpan.FromSeconds(6));
        await client.SyncAsync();
    }

    [Fact]
    [Clause("MQTT-4.12.1-2")]
    public async Task Reauthenticate_Wrong_IsDisconnected()
    {
        await using var fixture = new BrokerFixture(enhanced: _method);
        var client = await ConnectedAsync(fixture);
        await client.SendAsync(Auth(MqttReasonCode.ReAuthenticate, 3));
        await client.ReceiveAsync<AuthPacket>();
        await client.SendAsync(Auth(MqttReasonCode.ContinueAuthentication, 7));

        var disconnect = await client.ReceiveDisconnectAsync();
        Assert.Equal((MqttReasonCode.NotAuthorized, "Wrong number."), (disconnect.ReasonCode, disconnect.ReasonString));
    }

    [Fact]
    public async Task Reauthenticate_NotEndedInTime_IsDisconnectedThenAndNotBefore()
    {
        await using var fixture = new BrokerFixture(enhanced: _method);
        var client = await ConnectedAsync(fixture);
        await client.SendAsync(Auth(MqttReasonCode.ReAuthenticate, 3));
        await client.ReceiveAsync<AuthPacket>();

        fixture.Clock.Advance(TimeSpan.FromSeconds(4.9));
        await client.SyncAsync();
        fixture.Clock.Advance(TimeSpan.FromSeconds(0.2));

        Assert.Equal(MqttReasonCode.NotAuthorized, (await client.ReceiveDisconnectAsync()).ReasonCode);
    }

    [Theory]
    [InlineData(MqttReasonCode.ReAuthenticate, "treble")]
    [InlineData(MqttReasonCode.ContinueAuthentication, DoublingAuthenticator.Method)]
    [Clause("MQTT-4.12.1-1")]
    public async Task Auth_ThatNobodyWaitsFor_IsAProtocolError(MqttReasonCode code, string method)
    {
        await using var fixture = new BrokerFixture(enhanced: _method);
        var client = await ConnectedAsync(fixture);

        await client.SendAsync(Auth(code, 1) with { AuthenticationMethod = method });

        Assert.Equal(MqttReasonCode.ProtocolError, (await client.ReceiveDisconnectAsync()).ReasonCode);
    }

    [Fact]
    public async Task Reauthenticate_Twice_IsAProtocolError()
    {
        await using var fixture = new BrokerFixture(enhanced: _method);
        var client = await ConnectedAsync(fixture);
        _method.Gate = new TaskCompletionSource().Task;

        await client.SendAsync(Auth(MqttReasonCode.ReAuthenticate, 1));
        await client.SendAsync(Auth(MqttReasonCode.ReAuthenticate, 1));

        Assert.Equal(MqttReasonCode.ProtocolError, (await client.ReceiveDisconnectAsync()).ReasonCode);
    }

    [Fact]
    [Clause("MQTT-4.12.0-3", "MQTT-4.12.1-1")]
    public async Task OurClient_AuthenticatesAndDoesSoAgain()
    {
        await using var fixture = new BrokerFixture(enhanced: _method);
        var options = Patient.Options with
        {
            AuthenticationMethod = DoublingAuthenticator.Method,
            AuthenticationData = new byte[] { 4 },
            Authenticate = data => new[] { (byte)(data.Span[0] * 2) },
        };
        var pipes = new DuplexPipePair();
        _ = fixture.Broker.ServeAsync(pipes.Server, new MqttTransport());
        await using var client = new MqttClient(_ => new(pipes.Client), options);
        await client.ConnectAsync().WaitAsync(TestClient.Patience);

        await client.ReauthenticateAsync(new byte[] { 5 }).WaitAsync(TestClient.Patience);

        Assert.Equal([null, "c"], _method.Exchanges.Select(exchange => exchange.Client?.ClientId));
    }

    private static AuthPacket Auth(MqttReasonCode code, byte number) =>
        new() { ReasonCode = code, AuthenticationMethod = DoublingAuthenticator.Method, AuthenticationData = new[] { number } };

    private static int Number(ReadOnlyMemory<byte>? data) => data!.Value.Span[0];

    private static async Task<TestClient> ConnectedAsync(BrokerFixture fixture)
    {
        var client = fixture.Open();
        await client.SendAsync(Connect);
        await client.ReceiveAsync<AuthPacket>();
        await client.SendAsync(Auth(MqttReasonCode.ContinueAuthentication, 42));
        await client.ReceiveAsync<ConnAckPacket>();
        return client;
    }
}
