using System.Net;
using System.Net.Sockets;
using Bridge.Mqtt.Broker;

namespace Bridge.Mqtt.Tcp;

/// <summary>
/// MQTT on a TCP port, bare, within TLS, WebSocket or both, for a program that wants a broker and no web server. How many connections there may be, and how fast they
/// may come, are the broker's limits; what is too many is closed at once.
/// </summary>
public sealed class MqttTcpListener : IAsyncDisposable
{
    private readonly MqttBroker _broker;
    private readonly MqttListenOptions _options;
    private readonly SocketAcceptLoop _accepting;

    private MqttTcpListener(MqttBroker broker, Socket socket, MqttListenOptions options)
    {
        _broker = broker;
        _options = options;
        LocalEndPoint = (IPEndPoint)socket.LocalEndPoint!;
        _accepting = new SocketAcceptLoop(socket, (pipe, _) => ServeAsync(pipe), (_, error) => _broker.Runtime.Log.ConnectionFailed(clientId: null, error));
    }

    /// <summary>Where it listens; with the port that was given to it if 0 was asked for.</summary>
    public IPEndPoint LocalEndPoint { get; }

    /// <summary>Begins to listen for bare MQTT.</summary>
    /// <param name="broker">Serves the connections; it is not disposed with the listener.</param>
    /// <param name="endPoint">Address and port; port 0 takes a free one.</param>
    /// <param name="readInline">See <see cref="MqttListenOptions.ReadInline"/>.</param>
    /// <exception cref="SocketException">The address is not this machine's, or the port is taken.</exception>
    public static MqttTcpListener Start(MqttBroker broker, IPEndPoint endPoint, bool readInline = false) =>
        Start(broker, endPoint, new MqttListenOptions { ReadInline = readInline });

    /// <summary>Begins to listen.</summary>
    /// <param name="broker">Serves the connections; it is not disposed with the listener. It may have any number of listeners.</param>
    /// <param name="endPoint">Address and port; port 0 takes a free one.</param>
    /// <param name="options">What is spoken there.</param>
    /// <exception cref="ArgumentException">There is TLS without a certificate, or no path.</exception>
    /// <exception cref="SocketException">The address is not this machine's, or the port is taken.</exception>
    public static MqttTcpListener Start(MqttBroker broker, IPEndPoint endPoint, MqttListenOptions options)
    {
        ArgumentNullException.ThrowIfNull(broker);
        ArgumentNullException.ThrowIfNull(endPoint);
        ArgumentNullException.ThrowIfNull(options);
        if (options.Validate() is { } wrong)
        {
            throw new ArgumentException(wrong, nameof(options));
        }

        var socket = new Socket(endPoint.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            socket.Bind(endPoint);
            socket.Listen();
            return new MqttTcpListener(broker, socket, options);
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
        if (_options is { Tls: null, WebSocket: null })
        {
            await _broker.ServeAsync(pipe, TransportOf(pipe, pipe.LingerAsync, principal: null));
            return;
        }

        await using var wrapped = new WrappedConnection(pipe, _options);
        await _broker.ServeAsync(new OpeningPipe(wrapped.OpenAsync), TransportOf(pipe, wrapped.LingerAsync, wrapped.Peer));
    }

    private MqttTransport TransportOf(SocketPipe pipe, Func<Task> linger, MqttPeer? principal) => new()
    {
        Remote = pipe.Remote,
        Listener = _options.Name,
        Kind = _options.WebSocket is null ? "tcp" : "ws",
        Secure = _options.Tls is not null,
        Principal = principal,
        Abort = pipe.Abort,
        Accepted = _options is { ReadInline: true, Tls: null } ? pipe.ReadInline : null,
        Linger = linger,
    };
}
