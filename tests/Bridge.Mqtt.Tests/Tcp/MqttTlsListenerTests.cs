using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using Bridge.Mqtt.Broker;
using Bridge.Mqtt.Client;
using Bridge.Mqtt.Packets;
using Bridge.Mqtt.Tcp;
using Bridge.Mqtt.Tests.Broker;

namespace Bridge.Mqtt.Tests.Tcp;

public sealed class MqttTlsListenerTests : IAsyncDisposable
{
    private readonly BrokerFixture _fixture = new();
    private readonly X509Certificate2 _certificate = TestCertificate.Make("server");
    private readonly MqttTcpListener _listener;

    public MqttTlsListenerTests() => _listener = Listen(new SslServerAuthenticationOptions { ServerCertificate = _certificate });

    [Fact]
    public async Task Client_OverTls_IsServedAndKnownToBeSecure()
    {
        await using var client = await ConnectAsync(_listener);
        var transport = Assert.Single(_fixture.Broker.Clients).Transport;
        Assert.Equal(("tcp", true, IPAddress.Loopback), (transport.Kind, transport.Secure, ((IPEndPoint)transport.Remote!).Address));
        Assert.Null(Assert.IsType<MqttPeer>(transport.Principal).Certificate);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(200_000)]
    public async Task Messages_OverTls_ComeBackWhole(int length)
    {
        await using var client = await ConnectAsync(_listener);
        var heard = new TaskCompletionSource<PublishPacket>();
        await client.SubscribeAsync("t", message =>
        {
            heard.TrySetResult(message);
            return ValueTask.CompletedTask;
        }).WaitAsync(TestClient.Patience);
        var payload = new byte[length];
        Random.Shared.NextBytes(payload);

        await client.PublishAsync("t", payload, MqttQoS.ExactlyOnce).WaitAsync(TestClient.Patience);

        Assert.Equal(payload, (await heard.Task.WaitAsync(TestClient.Patience)).Payload.ToArray());
    }

    [Fact]
    public async Task ClientCertificate_IsShownToTheAuthenticator()
    {
        using var mine = TestCertificate.Make("thermometer");
        await using var listener = Listen(new SslServerAuthenticationOptions
        {
            ServerCertificate = _certificate,
            ClientCertificateRequired = true,
            RemoteCertificateValidationCallback = (_, shown, _, _) => shown?.GetCertHashString() == mine.GetCertHashString(),
        });
        var tls = TestCertificate.Trusting(_certificate);
        tls.ClientCertificates = [mine];
        string? asked = null;
        _fixture.Authenticator.Answer = request =>
        {
            asked = (request.Transport.Principal as MqttPeer)?.Certificate?.Subject;
            return MqttAuthentication.Accept(asked);
        };

        await using var client = await ConnectAsync(listener, tls);

        Assert.Equal("CN=thermometer", asked);
    }

    [Fact]
    public async Task Disconnect_WhileTheClientSends_IsHeardByIt()
    {
        await using var client = await ConnectAsync(_listener);
        var lost = new TaskCompletionSource<Exception>();
        client.Disconnected += cause => lost.TrySetResult(cause);
        var payload = new byte[100_000];
        var sending = Task.WhenAll(Enumerable.Range(0, 20).Select(_ => client.PublishAsync("t", payload, MqttQoS.AtLeastOnce)));

        await _fixture.Broker.DisconnectAsync(_ => true, MqttReasonCode.AdministrativeAction).AsTask().WaitAsync(TestClient.Patience);

        var cause = await lost.Task.WaitAsync(TestClient.Patience);
        Assert.Equal(MqttReasonCode.AdministrativeAction, Assert.IsType<MqttClientException>(cause).Code);
        await client.DisposeAsync();
        await Record.ExceptionAsync(() => sending.WaitAsync(TestClient.Patience));
    }

    [Fact]
    public async Task PlainMqtt_OnATlsPort_IsClosedAndLeavesNothing()
    {
        using var socket = await OpenAsync();
        await socket.SendAsync(new byte[] { 0x10, 14, 0, 4, (byte)'M', (byte)'Q', (byte)'T', (byte)'T', 5, 2, 0, 60, 0, 0, 1, (byte)'c' });

        await Until.TrueAsync("the connection has ended", () => _fixture.Broker.Runtime.Admission.Connections == 0);

        Assert.Empty(_fixture.Broker.Clients);
    }

    [Fact]
    public async Task Handshake_ThatNeverComes_IsCutAtConnectTimeout()
    {
        using var socket = await OpenAsync();
        await Until.TrueAsync("its time runs", () => _fixture.Clock.HasTimerBetween(TimeSpan.FromSeconds(4), TimeSpan.FromSeconds(6)));
        _fixture.Clock.Advance(TimeSpan.FromSeconds(4.9));
        Assert.Equal(1, _fixture.Broker.Runtime.Admission.Connections);

        _fixture.Clock.Advance(TimeSpan.FromSeconds(0.2));

        await Until.TrueAsync("the connection has ended", () => _fixture.Broker.Runtime.Admission.Connections == 0);
    }

    [Fact]
    public void Start_WithoutACertificate_Throws() =>
        Assert.Throws<ArgumentException>(() => Listen(new SslServerAuthenticationOptions()));

    public async ValueTask DisposeAsync()
    {
        await _listener.DisposeAsync();
        await _fixture.DisposeAsync();
        _certificate.Dispose();
    }

    private MqttTcpListener Listen(SslServerAuthenticationOptions tls) =>
        MqttTcpListener.Start(_fixture.Broker, new IPEndPoint(IPAddress.Loopback, 0), new MqttListenOptions { Tls = tls });

    private Task<MqttClient> ConnectAsync(MqttTcpListener listener, SslClientAuthenticationOptions? tls = null) => MqttClient.ConnectAsync(
        new Uri($"mqtts://{listener.LocalEndPoint}"),
        new MqttClientOptions { ClientId = "c", Tls = tls ?? TestCertificate.Trusting(_certificate), Reconnect = false, Time = _fixture.Clock }).WaitAsync(TestClient.Patience);

    private async Task<Socket> OpenAsync()
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync(_listener.LocalEndPoint);
        await Until.TrueAsync("the connection counts", () => _fixture.Broker.Runtime.Admission.Connections == 1);
        return socket;
    }
}
