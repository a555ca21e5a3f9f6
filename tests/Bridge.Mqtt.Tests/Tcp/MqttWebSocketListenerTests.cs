using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Bridge.Mqtt.Client;
using Bridge.Mqtt.Packets;
using Bridge.Mqtt.Tcp;
using Bridge.Mqtt.Tests.Broker;
using Bridge.Mqtt.WebSockets;

namespace Bridge.Mqtt.Tests.Tcp;

public sealed class MqttWebSocketListenerTests : IAsyncDisposable
{
    private readonly BrokerFixture _fixture = new();
    private readonly X509Certificate2 _certificate = TestCertificate.Make("server");

    [Theory]
    [InlineData("ws", false)]
    [InlineData("ws", true)]
    [InlineData("wss", false)]
    public async Task Client_OverWebSocket_IsServedAndItsUpgradeKnown(string scheme, bool readInline)
    {
        await using var listener = Listen(scheme == "wss", readInline: readInline);
        await using var client = await ConnectAsync(listener, scheme, "/mqtt?page=1", ("Cookie", "id=7"));
        var heard = new TaskCompletionSource<byte[]>();
        await client.SubscribeAsync("t", message =>
        {
            heard.TrySetResult(message.Payload.ToArray());
            return ValueTask.CompletedTask;
        }).WaitAsync(TestClient.Patience);
        var payload = new byte[200_000];
        Random.Shared.NextBytes(payload);
        await client.PublishAsync("t", payload, MqttQoS.AtLeastOnce).WaitAsync(TestClient.Patience);

        Assert.Equal(payload, await heard.Task.WaitAsync(TestClient.Patience));
        var transport = Assert.Single(_fixture.Broker.Clients).Transport;
        Assert.Equal(("ws", scheme == "wss"), (transport.Kind, transport.Secure));
        var upgrade = Assert.IsType<MqttPeer>(transport.Principal).Upgrade!;
        Assert.Equal(("/mqtt?page=1", "id=7"), (upgrade.Target, upgrade.Cookie));
    }

    [Theory]
    [InlineData("/other", null, "404")]
    [InlineData("/mqtt", "http://elsewhere.example", "403")]
    [InlineData("/mqtt", "null", "403")]
    public async Task Upgrade_ThatIsNotForUs_IsRefused(string path, string? origin, string status)
    {
        await using var listener = Listen();

        var refused = await Assert.ThrowsAsync<IOException>(() => ConnectAsync(listener, "ws", path, origin is null ? [] : [("Origin", origin)]));

        Assert.Contains(status, refused.Message, StringComparison.Ordinal);
        await Until.TrueAsync("the connection has ended", () => _fixture.Broker.Runtime.Admission.Connections == 0);
    }

    [Fact]
    public async Task Page_OfTheSameHostOnAnotherPort_IsLetIn()
    {
        await using var listener = Listen();
        await using var client = await ConnectAsync(listener, "ws", "/mqtt", ("Origin", "http://127.0.0.1:8080"));
        Assert.True(client.IsConnected);
    }

    [Fact]
    public async Task Admit_Refusing_IsWhatCounts()
    {
        await using var listener = Listen(admit: request => request.Cookie is null ? new(401, "No cookie.") : null);

        var refused = await Assert.ThrowsAsync<IOException>(() => ConnectAsync(listener, "ws", "/mqtt"));
        await using var client = await ConnectAsync(listener, "ws", "/mqtt", ("Cookie", "id=7"), ("Origin", "http://elsewhere.example"));

        Assert.Contains("401", refused.Message, StringComparison.Ordinal);
        Assert.True(client.IsConnected);
    }

    [Fact]
    public async Task Upgrade_ByteByByte_IsAnswered()
    {
        await using var listener = Listen();
        using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await socket.ConnectAsync(listener.LocalEndPoint);
        var request = "GET /mqtt HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n" +
            "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Protocol: mqtt\r\n\r\n";
        foreach (var letter in Encoding.ASCII.GetBytes(request))
        {
            await socket.SendAsync(new[] { letter });
        }

        using var reader = new StreamReader(new NetworkStream(socket), Encoding.ASCII);
        Assert.Equal("HTTP/1.1 101 Switching Protocols", await reader.ReadLineAsync().WaitAsync(TestClient.Patience));
    }

    [Fact]
    public async Task Upgrade_ThatNeverEnds_IsCutAtConnectTimeout()
    {
        await using var listener = Listen();
        using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync(listener.LocalEndPoint);
        await socket.SendAsync("GET /mqtt HTTP/1.1\r\n"u8.ToArray());
        await Until.TrueAsync("its time runs", () => _fixture.Clock.HasTimerBetween(TimeSpan.FromSeconds(4), TimeSpan.FromSeconds(6)));

        _fixture.Clock.Advance(TimeSpan.FromSeconds(5.1));

        await Until.TrueAsync("the connection has ended", () => _fixture.Broker.Runtime.Admission.Connections == 0);
    }

    [Fact]
    public async Task Disconnect_OverWebSocket_IsHeardByTheClient()
    {
        await using var listener = Listen();
        await using var client = await ConnectAsync(listener, "ws", "/mqtt");
        var lost = new TaskCompletionSource<Exception>();
        client.Disconnected += cause => lost.TrySetResult(cause);

        await _fixture.Broker.DisconnectAsync(_ => true, MqttReasonCode.AdministrativeAction).AsTask().WaitAsync(TestClient.Patience);

        Assert.Equal(MqttReasonCode.AdministrativeAction, Assert.IsType<MqttClientException>(await lost.Task.WaitAsync(TestClient.Patience)).Code);
    }

    [Fact]
    public void Start_WithoutAPath_Throws() => Assert.Throws<ArgumentException>(() =>
        MqttTcpListener.Start(_fixture.Broker, new IPEndPoint(IPAddress.Loopback, 0), new MqttListenOptions { WebSocket = new() { Path = "mqtt" } }));

    public async ValueTask DisposeAsync()
    {
        await _fixture.DisposeAsync();
        _certificate.Dispose();
    }

    private MqttTcpListener Listen(
        bool secure = false, bool readInline = false, Func<WebSocketUpgradeRequest, WebSocketRefusal?>? admit = null)
    {
        var endpoint = new MqttWebSocketEndpoint();
        return MqttTcpListener.Start(_fixture.Broker, new IPEndPoint(IPAddress.Loopback, 0), new MqttListenOptions
        {
            WebSocket = admit is null ? endpoint : endpoint with { Admit = admit },
            Tls = secure ? new SslServerAuthenticationOptions { ServerCertificate = _certificate } : null,
            ReadInline = readInline,
        });
    }

    private Task<MqttClient> ConnectAsync(MqttTcpListener listener, string scheme, string target, params (string Name, string Value)[] headers) => MqttClient.ConnectAsync(
        new Uri($"{scheme}://{listener.LocalEndPoint}{target}"),
        new MqttClientOptions
        {
            ClientId = "c",
            Tls = TestCertificate.Trusting(_certificate),
            Headers = [.. headers.Select(header => KeyValuePair.Create(header.Name, header.Value))],
            Reconnect = false,
            Time = _fixture.Clock,
        }).WaitAsync(TestClient.Patience);
}
