using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Bridge.Mqtt.Broker;
using Bridge.Mqtt.Client;
using Bridge.Mqtt.Packets;
using Bridge.Mqtt.Tcp;
using Bridge.Mqtt.Tests.Broker;
using Bridge.Mqtt.Tests.Tcp;

namespace Bridge.Mqtt.Tests.Client;

/// <summary>What a program may put in between: its own way to the server, its own credentials for each connection.</summary>
public sealed class ClientHooksTests : IAsyncDisposable
{
    private readonly BrokerFixture _fixture = new();
    private readonly MqttTcpListener _listener;
    private readonly X509Certificate2 _certificate = TestCertificate.Make("server");

    public ClientHooksTests() => _listener = MqttTcpListener.Start(_fixture.Broker, new IPEndPoint(IPAddress.Loopback, 0));

    [Fact]
    public async Task ConnectCallback_OverAUnixSocket_CarriesMqtt()
    {
        var path = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
        using var listening = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        listening.Bind(new UnixDomainSocketEndPoint(path));
        listening.Listen();
        var options = Patient.Options with
        {
            ConnectCallback = async (_, cancellation) =>
            {
                var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
                await socket.ConnectAsync(new UnixDomainSocketEndPoint(path), cancellation);
                return new NetworkStream(socket, ownsSocket: true);
            },
        };
        await using (new SocketAcceptLoop(listening, ServeAsync, (_, _) => { }))
        await using (var client = await MqttClient.ConnectAsync(new Uri("mqtt://broker"), options).WaitAsync(TestClient.Patience))
        {
            Assert.True(client.IsConnected);
        }

        File.Delete(path);

        async Task ServeAsync(SocketPipe pipe, CancellationToken cancellation)
        {
            using var open = pipe;
            await _fixture.Broker.ServeAsync(pipe, new MqttTransport { Abort = pipe.Abort, Linger = pipe.LingerAsync }, CancellationToken.None);
        }
    }

    [Fact]
    public async Task ConnectCallback_WithTlsAndWebSocket_IsBelowThem()
    {
        await using var listener = MqttTcpListener.Start(_fixture.Broker, new IPEndPoint(IPAddress.Loopback, 0), new MqttListenOptions
        {
            Tls = new() { ServerCertificate = _certificate },
            WebSocket = new(),
        });
        DnsEndPoint? asked = null;
        var tls = TestCertificate.Trusting(_certificate);
        tls.TargetHost = null;
        var options = Patient.Options with
        {
            Tls = tls,
            ConnectCallback = async (endPoint, cancellation) =>
            {
                asked = endPoint;
                var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
                await socket.ConnectAsync(listener.LocalEndPoint, cancellation);
                return new NetworkStream(socket, ownsSocket: true);
            },
        };

        await using var client = await MqttClient.ConnectAsync(new Uri("wss://localhost:8443/mqtt"), options).WaitAsync(TestClient.Patience);

        Assert.Equal(new DnsEndPoint("localhost", 8443), asked);
        Assert.Equal("localhost:8443", Assert.IsType<MqttPeer>(Assert.Single(_fixture.Broker.Clients).Transport.Principal).Upgrade!.Host);
    }

    [Fact]
    public async Task Connecting_IsAskedForEachConnection()
    {
        List<string> seen = [];
        _fixture.Authenticator.Answer = request =>
        {
            seen.Add($"{request.ClientId} {request.UserName} {Encoding.UTF8.GetString(request.Password!.Value.Span)}");
            return MqttAuthentication.Accept(request.ClientId);
        };
        var tokens = 0;
        await using var client = new MqttClient(new Uri($"mqtt://{_listener.LocalEndPoint}"), Patient.Options with
        {
            ReconnectMinimum = TimeSpan.Zero,
            ReconnectMaximum = TimeSpan.Zero,
            Connecting = (connect, _) => new(connect with { ClientId = "not asked", UserName = "me", Password = Encoding.UTF8.GetBytes($"token {++tokens}") }),
        });
        var connected = 0;
        var again = new TaskCompletionSource();
        client.Connected += _ =>
        {
            if (++connected == 2)
            {
                again.SetResult();
            }
        };
        await client.ConnectAsync().WaitAsync(TestClient.Patience);

        await _fixture.Broker.DisconnectAsync(_ => true, MqttReasonCode.ServerBusy).AsTask().WaitAsync(TestClient.Patience);
        await again.Task.WaitAsync(TestClient.Patience);

        Assert.Equal(["c me token 1", "c me token 2"], seen);
    }

    [Fact]
    public async Task Server_ThatNamesAnother_IsHeardInBothWays()
    {
        var lost = new TaskCompletionSource<Exception>();
        await using var client = new MqttClient(new Uri($"mqtt://{_listener.LocalEndPoint}"), Patient.Options with { Reconnect = false });
        client.Disconnected += cause => lost.TrySetResult(cause);
        await client.ConnectAsync().WaitAsync(TestClient.Patience);
        _fixture.Authenticator.Answer = _ => MqttAuthentication.Reject(MqttReasonCode.ServerMoved, serverReference: "new:1883");

        var refused = await Assert.ThrowsAsync<MqttClientException>(() =>
            MqttClient.ConnectAsync(new Uri($"mqtt://{_listener.LocalEndPoint}"), Patient.Options).WaitAsync(TestClient.Patience));
        var farewell = new DisconnectPacket { ReasonCode = MqttReasonCode.UseAnotherServer, ServerReference = "other:1883" };
        await _fixture.Broker.DisconnectAsync(_ => true, farewell).AsTask().WaitAsync(TestClient.Patience);

        Assert.Equal((MqttReasonCode.ServerMoved, "new:1883"), (refused.Code, refused.ServerReference));
        Assert.Equal("other:1883", Assert.IsType<MqttClientException>(await lost.Task.WaitAsync(TestClient.Patience)).ServerReference);
    }

    [Fact]
    public async Task DisconnectAsync_WithSessionExpiry_EndsTheSession()
    {
        var client = await MqttClient.ConnectAsync(
            new Uri($"mqtt://{_listener.LocalEndPoint}"), Patient.Options with { SessionExpiryInterval = 60 }).WaitAsync(TestClient.Patience);

        await client.DisconnectAsync(sessionExpiry: 0).WaitAsync(TestClient.Patience);

        await Until.True("the session has ended", () => _fixture.Observer.Heard.Contains("xc"));
        await client.DisposeAsync();
    }

    [Fact]
    public async Task PublishAsync_OfText_IsReadAsText()
    {
        await using var client = await MqttClient.ConnectAsync(new Uri($"mqtt://{_listener.LocalEndPoint}"), Patient.Options).WaitAsync(TestClient.Patience);
        var heard = new TaskCompletionSource<PublishPacket>();
        await client.SubscribeAsync("t", message =>
        {
            heard.TrySetResult(message);
            return ValueTask.CompletedTask;
        }).WaitAsync(TestClient.Patience);
        var inside = "";
        using var here = _fixture.Broker.Subscribe("t", message => inside = message.ReadText() + message.ToMessage().ReadText());

        await client.PublishAsync("t", "21,5 °C", MqttQoS.AtLeastOnce).WaitAsync(TestClient.Patience);

        var message = await heard.Task.WaitAsync(TestClient.Patience);
        Assert.Equal(("21,5 °C", true, "21,5 °C21,5 °C"), (message.ReadText(), message.PayloadIsText, inside));
    }

    public async ValueTask DisposeAsync()
    {
        await _listener.DisposeAsync();
        await _fixture.DisposeAsync();
        _certificate.Dispose();
    }
}
