using System.IO.Pipelines;
using System.Threading.Channels;
using Bridge.Mqtt.Client;
using Bridge.Mqtt.Packets;
using Bridge.Mqtt.Tests.Broker;

namespace Bridge.Mqtt.Tests.Client;

/// <summary>A server that does what the test says, packet by packet; each dialling of the client is one connection.</summary>
internal sealed class ScriptedServer(MqttProtocolVersion version = MqttProtocolVersion.V5)
{
    private readonly Channel<ScriptedConnection> _dialled = Channel.CreateUnbounded<ScriptedConnection>();

    /// <summary>Options under which nothing waits for a clock: reconnects come at once.</summary>
    public MqttClientOptions Options { get; } = Patient.Options with
    {
        ClientId = "me",
        Version = version,
        ReconnectMinimum = TimeSpan.Zero,
        ReconnectMaximum = TimeSpan.Zero,
        KeepAlive = TimeSpan.Zero,
    };

    public ValueTask<IDuplexPipe> DialAsync(CancellationToken cancellation)
    {
        var pair = new DuplexPipePair();
        _dialled.Writer.TryWrite(new ScriptedConnection(pair.Server, version));
        return new(pair.Client);
    }

    /// <summary>The next connection; its CONNECT is read, nothing is answered.</summary>
    public async Task<ScriptedConnection> AcceptAsync()
    {
        var connection = await _dialled.Reader.ReadAsync().AsTask().WaitAsync(TestClient.Patience);
        connection.Connect = await connection.ReceiveAsync<ConnectPacket>();
        return connection;
    }

    /// <summary>The next connection, answered.</summary>
    public async Task<ScriptedConnection> AcceptAsync(ConnAckPacket answer)
    {
        var connection = await AcceptAsync();
        await connection.SendAsync(answer);
        return connection;
    }

    /// <summary>A client that is connected, and the server's side of it.</summary>
    public async Task<(MqttClient Client, ScriptedConnection Connection)> ConnectAsync(ConnAckPacket? answer = null, MqttClientOptions? options = null)
    {
        var client = new MqttClient(DialAsync, options ?? Options);
        var connected = client.ConnectAsync();
        var connection = await AcceptAsync(answer ?? new ConnAckPacket());
        await connected.WaitAsync(TestClient.Patience);
        return (client, connection);
    }
}
