using System.Net;
using System.Net.Sockets;
using System.Threading.Channels;
using Bridge.Mqtt.Broker;
using Bridge.Mqtt.Tcp;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Bridge.Server.MqttEndpoint;

/// <summary>
/// Accepts connections and tells by their first bytes whose they are:
/// <code>
/// accept → first bytes ─┬→ the broker's: upgrade, if it is a WebSocket, then the broker on the bare socket
///                       └→ anything else, in pieces, or silent for the handshake's time: Kestrel
/// </code>
/// </summary>
internal sealed class MqttSocketListener : IConnectionListener
{
    // Kestrel takes them at once; more than these wait only while it is starting or stopping.
    private const int MostWaiting = 512;

    // Out of file handles, mostly: connections that end free some.
    private static readonly TimeSpan AfterFailedAccept = TimeSpan.FromMilliseconds(100);

    private readonly Socket _socket;
    private readonly MqttSocketRoute _route;
    private readonly SocketConnectionContextFactory _others;
    private readonly HttpMemory _memory;
    private readonly MqttUpgrade _upgrade;
    private readonly MqttSocketServer _webSockets;
    private readonly MqttBroker _broker;
    private readonly TimeSpan _patience;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly Channel<ConnectionContext> _forKestrel = Channel.CreateBounded<ConnectionContext>(MostWaiting);
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _accepting;

    public MqttSocketListener(
        Socket socket, MqttSocketRoute route, SocketConnectionContextFactory others, HttpMemory memory, MqttUpgrade upgrade, MqttSocketServer webSockets, MqttBroker broker,
        IOptions<MqttEndpointOptions> options, ILogger<MqttSocketListener> logger, TimeProvider? time = null)
    {
        _socket = socket;
        _route = route;
        _others = others;
        _memory = memory;
        _upgrade = upgrade;
        _webSockets = webSockets;
        _broker = broker;
        _patience = options.Value.HandshakeTimeout;
        _logger = logger;
        _time = time ?? TimeProvider.System;
        EndPoint = socket.LocalEndPoint!;
        _accepting = AcceptSocketsAsync();
    }

    public EndPoint EndPoint { get; }

    /// <summary>The next connection that isn't the broker's; null when there are no more.</summary>
    public async ValueTask<ConnectionContext?> AcceptAsync(CancellationToken cancellationToken = default) =>
        await _forKestrel.Reader.WaitToReadAsync(cancellationToken) && _forKestrel.Reader.TryRead(out var connection) ? connection : null;

    public async ValueTask UnbindAsync(CancellationToken cancellationToken = default)
    {
        await _stop.CancelAsync();
        _socket.Dispose();
        await _accepting;
        _forKestrel.Writer.TryComplete();
    }

    public async ValueTask DisposeAsync()
    {
        await UnbindAsync();
        _others.Dispose();
        _stop.Dispose();
    }

    private async Task AcceptSocketsAsync()
    {
        while (!_stop.IsCancellationRequested)
        {
            try
            {
                _ = ServeAsync(await _socket.AcceptAsync(_stop.Token));
            }
            catch (Exception e) when (e is OperationCanceledException or ObjectDisposedException)
            {
                return;
            }
            catch (SocketException)
            {
                await Task.Delay(AfterFailedAccept, _time, _stop.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    private async Task ServeAsync(Socket socket)
    {
        // Accepting goes on at once, whatever the broker does before its first wait.
        await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        SocketPipe? pipe = null;
        try
        {
            pipe = new SocketPipe(socket);
            if (!await IsForBrokerAsync(pipe))
            {
                var connection = _others.Create(socket);
                connection.Features.Set<IMemoryPoolFeature>(_memory);
                pipe.LetGo();
                pipe = null;
                await HandOverAsync(connection);
            }
            else if (_route.IsWebSocket)
            {
                await UpgradeAsync(pipe);
            }
            else
            {
                await _broker.ServeAsync(pipe, TransportOf(pipe, "tcp", principal: null));
            }
        }
        catch (Exception e) when (e is IOException or SocketException or ObjectDisposedException or OperationCanceledException or ChannelClosedException)
        {
            _logger.WentAway(pipe?.Remote, e);
        }
        finally
        {
            pipe?.Dispose();
        }
    }

    /// <summary>Gives a connection to Kestrel; one that it no longer takes is closed.</summary>
    private async Task HandOverAsync(ConnectionContext connection)
    {
        try
        {
            await _forKestrel.Writer.WriteAsync(connection, _stop.Token);
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    private async Task<bool> IsForBrokerAsync(SocketPipe pipe)
    {
        var first = new byte[UpgradeRequestLineReader.Length];
        var count = pipe.Peek(first);
        if (count == 0)
        {
            using var deadline = new CancellationTokenSource(_patience, _time);
            await pipe.WaitForInputAsync(deadline.Token);
            count = pipe.Peek(first);
        }

        return _route.Takes(first.AsSpan(0, count));
    }

    private async Task UpgradeAsync(SocketPipe pipe)
    {
        if (await _upgrade.AnswerAsync(pipe, _route.Listener, secure: false, pipe.Remote, _stop.Token) is { } admitted)
        {
            await _webSockets.ServeAsync(pipe, TransportOf(pipe, "ws", admitted.Principal));
        }
    }

    private MqttTransport TransportOf(SocketPipe pipe, string kind, object? principal) => new()
    {
        Remote = pipe.Remote,
        Listener = _route.Listener,
        Kind = kind,
        Principal = principal,
        Abort = pipe.Abort,
        Accepted = pipe.ReadInline,
        Linger = kind is "tcp" ? pipe.LingerAsync : null,
    };
}
