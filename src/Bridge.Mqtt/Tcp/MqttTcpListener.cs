using System.Net;
using System.Net.Sockets;
using Bridge.Mqtt.Broker;

namespace Bridge.Mqtt.Tcp;

/// <summary>
/// Plain MQTT on a TCP port, for a program that wants a broker and no web server. How many connections there may be, and how fast they
/// may come, are the broker's limits; what is too many is closed at once.
/// </summary>
public sealed class MqttTcpListener : IAsyncDisposable
{
    private readonly MqttBroker _broker;
    private readonly bool _readInline;
    private readonly SocketAcceptLoop _accepting;

    private MqttTcpListener(MqttBroker broker, Socket socket, bool readInline)
    {
        _broker = broker;
        _readInline = readInline;
        LocalEndPoint = (IPEndPoint)socket.LocalEndPoint!;
        _accepting = new SocketAcceptLoop(socket, (pipe, _) => ServeAsync(pipe), (_, error) => _broker.Runtime.Log.ConnectionFailed(clientId: null, error));
    }

    /// <summary>Where it listens; with the port that was given to it if 0 was asked for.</summary>
    public IPEndPoint LocalEndPoint { get; }

    /// <summary>Begins to listen.</summary>
    /// <param name="broker">Serves the connections; it is not disposed with the listener.</param>
    /// <param name="endPoint">Address and port; port 0 takes a free one.</param>
    /// <param name="readInline">
    /// Whether messages are handled on the thread that waits for sockets (on Unix): a third less work at a steady rate. Only if nothing that
    /// is handed to the broker blocks: in-process subscribers, authorizer, publish gate. There is one such thread unless
    /// <c>DOTNET_SYSTEM_NET_SOCKETS_THREAD_COUNT</c> says more; a connection that is always busy leaves it.
    /// </param>
    /// <exception cref="SocketException">The address is not this machine's, or the port is taken.</exception>
    public static MqttTcpListener Start(MqttBroker broker, IPEndPoint endPoint, bool readInline = false)
    {
        ArgumentNullException.ThrowIfNull(broker);
        ArgumentNullException.ThrowIfNull(endPoint);
        var socket = new Socket(endPoint.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            socket.Bind(endPoint);
            socket.Listen();
            return new MqttTcpListener(broker, socket, readInline);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    /// <summary>Stops listening. Connections that stand go on until the broker ends them.</summary>
    public ValueTask DisposeAsync() => _accepting.DisposeAsync();

    private async Task ServeAsync(SocketPipe pipe)
    {
        using var open = pipe;
        var transport = new MqttTransport
        {
            Remote = pipe.Remote,
            Abort = pipe.Abort,
            Accepted = _readInline ? pipe.ReadInline : null,
            Linger = pipe.LingerAsync,
        };
        await _broker.ServeAsync(pipe, transport);
    }
}
