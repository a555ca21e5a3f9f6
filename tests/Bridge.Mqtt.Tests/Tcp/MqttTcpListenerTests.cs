using System.Net;
using System.Net.Sockets;
using Bridge.Mqtt.Broker;
using Bridge.Mqtt.Client;
using Bridge.Mqtt.Packets;
using Bridge.Mqtt.Tcp;
using Bridge.Mqtt.Tests.Broker;

namespace Bridge.Mqtt.Tests.Tcp;

public sealed class MqttTcpListenerTests : IAsyncDisposable
{
    private readonly BrokerFixture _fixture = new();
    private readonly MqttTcpListener _listener;

    public MqttTcpListenerTests() => _listener = MqttTcpListener.Start(_fixture.Broker, new IPEndPoint(IPAddress.Loopback, 0));

    [Fact]
    public async Task Client_OverTcp_IsServedAndItsAddressKnown()
    {
        await using var client = await ConnectAsync();
        var transport = Assert.Single(_fixture.Broker.Clients).Transport;
        Assert.Equal(("tcp", "mqtt", IPAddress.Loopback), (transport.Kind, transport.Listener, ((IPEndPoint)transport.Remote!).Address));
    }

    [Fact]
    public async Task Listener_Disposed_TakesNobodyElseAndKeepsThoseItHas()
    {
        await using var client = await ConnectAsync();
        await _listener.DisposeAsync();
        await Assert.ThrowsAsync<IOException>(ConnectAsync);
        Assert.Equal(MqttReasonCode.NoMatchingSubscribers, await client.PublishAsync("t", default, MqttQoS.AtLeastOnce).WaitAsync(TestClient.Patience));
    }

    [Fact]
    public async Task Client_GoneWithAReset_LeavesNothing()
    {
        using (var socket = new Socket(SocketType.Stream, ProtocolType.Tcp))
        {
            await socket.ConnectAsync(_listener.LocalEndPoint);
            await Until.TrueAsync("the connection counts", () => _fixture.Broker.Runtime.Admission.Connections == 1);
            socket.Close(timeout: 0);
        }

        await Until.TrueAsync("the connection has ended", () => _fixture.Broker.Runtime.Admission.Connections == 0);
    }

    [Fact]
    public async Task Broker_Disposed_ClosesTheSocket()
    {
        using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync(_listener.LocalEndPoint);
        await Until.TrueAsync("the connection counts", () => _fixture.Broker.Runtime.Admission.Connections == 1);
        await _fixture.Broker.DisposeAsync();
        var read = await Record.ExceptionAsync(async () => Assert.Equal(0, await socket.ReceiveAsync(new byte[1])));
        Assert.True(read is null or SocketException { SocketErrorCode: SocketError.ConnectionReset }, read?.ToString());
    }

    public async ValueTask DisposeAsync()
    {
        await _listener.DisposeAsync();
        await _fixture.DisposeAsync();
    }

    private Task<MqttClient> ConnectAsync() =>
        MqttClient.ConnectAsync(new Uri($"mqtt://{_listener.LocalEndPoint}"), Client.Patient.Options).WaitAsync(TestClient.Patience);
}
