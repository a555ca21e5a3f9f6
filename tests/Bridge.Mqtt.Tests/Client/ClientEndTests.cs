using System.Net;
using System.Net.Sockets;
using Bridge.Mqtt.Client;
using Bridge.Mqtt.Packets;
using Bridge.Mqtt.Tests.Broker;

namespace Bridge.Mqtt.Tests.Client;

/// <summary>How a client ends: by cancellation, from inside its own callbacks, with a server that doesn't read.</summary>
public sealed class ClientEndTests
{
    [Fact]
    public async Task Connect_Cancelled_SaysSo()
    {
        var server = new ScriptedServer();
        using var cancellation = new CancellationTokenSource();
        await using var client = new MqttClient(server.DialAsync, server.Options);
        var connecting = client.ConnectAsync(cancellation.Token);
        await server.AcceptAsync();
        await cancellation.CancelAsync();
        var cancelled = await Assert.ThrowsAsync<OperationCanceledException>(() => connecting.WaitAsync(TestClient.Patience));
        Assert.Equal(cancellation.Token, cancelled.CancellationToken);
    }

    [Fact]
    public async Task Connect_ToNobody_IsAnIOExceptionWithTheAddress()
    {
        using var bound = new Socket(SocketType.Stream, ProtocolType.Tcp);
        bound.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        var port = ((IPEndPoint)bound.LocalEndPoint!).Port;
        var connecting = MqttClient.ConnectAsync(new Uri($"mqtt://127.0.0.1:{port}"), Patient.Options);
        var failed = await Assert.ThrowsAsync<IOException>(() => connecting.WaitAsync(TestClient.Patience));
        Assert.Contains($"127.0.0.1:{port}", failed.Message, StringComparison.Ordinal);
        Assert.IsType<SocketException>(failed.InnerException);
    }

    [Fact]
    public async Task Disposal_WithAServerThatDoesNotRead_EndsInTime()
    {
        var clock = new TestClock();
        var stream = new UnwillingStream([0x20, 3, 0, 0, 0]);
        var client = new MqttClient(_ => new(new StreamLink(stream)), new MqttClientOptions { Time = clock, KeepAlive = TimeSpan.Zero });
        await client.ConnectAsync().WaitAsync(TestClient.Patience);
        var publishing = client.PublishAsync("t", new byte[1000], MqttQoS.AtLeastOnce);
        await Until.True("the message waits for the server to read", () => stream.IsStuck);
        var ending = client.DisposeAsync().AsTask();
        await Until.True("the client has ended", () =>
        {
            clock.Advance(TimeSpan.FromSeconds(1));
            return ending.IsCompleted;
        });
        await ending;
        await Assert.ThrowsAsync<ObjectDisposedException>(() => publishing.WaitAsync(TestClient.Patience));
    }

    [Fact]
    public async Task Server_ThatSaidWhyAndClosed_IsHeardThoughASendFailedFirst()
    {
        var stream = new HungUpStream([0x20, 3, 0, 0, 0], [0xE0, 1, (byte)MqttReasonCode.SessionTakenOver]);
        await using var client = new MqttClient(_ => new(new StreamLink(stream)), Patient.Options with { KeepAlive = TimeSpan.Zero });
        var lost = new TaskCompletionSource<Exception>(TaskCreationOptions.RunContinuationsAsynchronously);
        client.Disconnected += cause => lost.TrySetResult(cause);
        await client.ConnectAsync().WaitAsync(TestClient.Patience);
        var publishing = client.PublishAsync("t", new byte[1000], MqttQoS.AtLeastOnce);
        var cause = Assert.IsType<MqttClientException>(await lost.Task.WaitAsync(TestClient.Patience));
        Assert.Equal(MqttReasonCode.SessionTakenOver, cause.Code);
        await Assert.ThrowsAsync<MqttClientException>(() => publishing.WaitAsync(TestClient.Patience)); // It is final: the client doesn't come back.
    }

    [Fact]
    public async Task Disposal_ByAHandler_DoesNotWaitForItself()
    {
        var server = new ScriptedServer();
        var (client, connection) = await server.ConnectAsync();
        var disposed = new TaskCompletionSource();
        var subscribing = client.SubscribeAsync("t", async _ =>
        {
            await client.DisposeAsync();
            disposed.SetResult();
        });
        var subscribe = await connection.ReceiveAsync<SubscribePacket>();
        await connection.SendAsync(new SubAckPacket { PacketId = subscribe.PacketId, ReasonCodes = [MqttReasonCode.GrantedQoS1] });
        await subscribing.WaitAsync(TestClient.Patience);
        await connection.SendAsync(new PublishPacket { Topic = "t" });
        await disposed.Task.WaitAsync(TestClient.Patience);
    }

    [Fact]
    public async Task Disconnect_WhoseServerHasClosedFirst_IsNoLoss()
    {
        var server = new ScriptedServer();
        var time = new LingeringTime();
        var (client, connection) = await server.ConnectAsync(options: server.Options with { Time = time });
        var lost = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        client.Disconnected += _ => lost.TrySetResult();
        var publishing = client.PublishAsync("t", default, MqttQoS.AtLeastOnce);
        await connection.ReceiveAsync<PublishPacket>();

        // The thread that has sent DISCONNECT is held up, until the client has noticed that the server is gone.
        time.HoldUpNext(() => Task.WhenAny(publishing, lost.Task).Wait(TestClient.Patience));
        var ending = Task.Run(() => client.DisconnectAsync());
        await connection.ReceiveAsync<DisconnectPacket>();
        await connection.BreakAsync();

        await Assert.ThrowsAsync<ObjectDisposedException>(() => publishing.WaitAsync(TestClient.Patience));
        await ending.WaitAsync(TestClient.Patience);
        Assert.False(lost.Task.IsCompleted);
        await client.DisposeAsync();
    }

    [Fact]
    public async Task Publish_OnAClientThatEndedUnconnected_FailsAtOnce()
    {
        var server = new ScriptedServer();
        var client = new MqttClient(server.DialAsync, server.Options);
        var before = client.PublishAsync("t", default);
        await client.DisposeAsync();
        await Assert.ThrowsAsync<ObjectDisposedException>(() => before.WaitAsync(TestClient.Patience));
        await Assert.ThrowsAsync<ObjectDisposedException>(() => client.PublishAsync("t", default).WaitAsync(TestClient.Patience));
    }

    [Fact]
    public async Task Listeners_ThatThrow_DoNotEndTheClient()
    {
        var server = new ScriptedServer();
        var client = new MqttClient(server.DialAsync, server.Options);
        await using var _ = client;
        client.Connected += _ => throw new FormatException("the program's own");
        client.Disconnected += _ => throw new FormatException("the program's own");
        var connecting = client.ConnectAsync();
        var first = await server.AcceptAsync(new ConnAckPacket());
        await connecting.WaitAsync(TestClient.Patience);
        await first.BreakAsync();
        var second = await server.AcceptAsync(new ConnAckPacket());
        var publishing = client.PublishAsync("t", default);
        await second.ReceiveAsync<PublishPacket>();
        await publishing.WaitAsync(TestClient.Patience);
    }

    [Fact]
    public async Task Request_WithNoConnection_TimesOut()
    {
        var server = new ScriptedServer();
        var clock = new TestClock();
        var (client, connection) = await server.ConnectAsync(
            options: server.Options with { Time = clock, ReconnectMinimum = TimeSpan.FromHours(1), ReconnectMaximum = TimeSpan.FromHours(1) });
        await using var _ = client;
        await connection.BreakAsync();
        await Until.True("the connection is lost", () => !client.IsConnected);
        var asking = client.RequestAsync(new PublishPacket { Topic = "ask" }, TimeSpan.FromSeconds(5));
        clock.Advance(TimeSpan.FromSeconds(4.9));
        Assert.False(asking.IsCompleted);
        clock.Advance(TimeSpan.FromSeconds(0.2));
        await Assert.ThrowsAsync<TimeoutException>(() => asking.WaitAsync(TestClient.Patience));
    }

    [Fact]
    public async Task Request_UnderWayAtTheEnd_FailsAtOnce()
    {
        var server = new ScriptedServer();
        var (client, connection) = await server.ConnectAsync();
        var asking = client.RequestAsync(new PublishPacket { Topic = "ask" }, TimeSpan.FromHours(1));
        var subscribe = await connection.ReceiveAsync<SubscribePacket>();
        await connection.SendAsync(new SubAckPacket { PacketId = subscribe.PacketId, ReasonCodes = [MqttReasonCode.GrantedQoS1] });
        await connection.ReceiveAsync<PublishPacket>();
        await client.DisposeAsync();
        await Assert.ThrowsAsync<ObjectDisposedException>(() => asking.WaitAsync(TestClient.Patience));
    }
}
