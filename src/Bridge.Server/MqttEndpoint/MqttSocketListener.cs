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
///                       ├→ anything else, or in pieces: Kestrel
///                       └→ none in time, or too many others that have sent none: closed
/// </code>
/// </summary>
internal sealed class MqttSocketListener : IConnectionListener
{
    // Kestrel takes them at once; more than these wait only while it is starting or stopping.
    private const int MostWaiting = 512;

    private readonly MqttSocketRoute _route;
    private readonly SocketConnectionContextFactory _others;
    private readonly HttpMemory _memory;
    private readonly MqttUpgrade _upgrade;
    private readonly MqttSocketServer _webSockets;
    private readonly MqttBroker _broker;
    private readonly PendingConnections _pending;
    private readonly TimeSpan _patience;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly Channel<ConnectionContext> _forKestrel = Channel.CreateBounded<ConnectionContext>(MostWaiting);
    private readonly SocketAcceptLoop _accepting;

    public MqttSocketListener(
        Socket socket, MqttSocketRoute route, SocketConnectionContextFactory others, HttpMemory memory, MqttUpgrade upgrade, MqttSocketServer webSockets, MqttBroker broker,
        PendingConnections pending, IOptions<MqttEndpointOptions> options, ILogger<MqttSocketListener> logger, TimeProvider? time = null)
    {
        _route = route;
        _others = others;
        _memory = memory;
        _upgrade = upgrade;
        _webSockets = webSockets;
        _broker = broker;
        _pending = pending;
        _patience = route.IsWebSocket ? options.Value.SilenceTimeout : options.Value.HandshakeTimeout;
        _logger = logger;
        _time = time ?? TimeProvider.System;
        EndPoint = socket.LocalEndPoint!;
        _accepting = new SocketAcceptLoop(socket, ServeAsync, _logger.ServingFailed, _time);
    }

    public EndPoint EndPoint { get; }

    /// <summary>The next connection that isn't the broker's; null when there are no more.</summary>
    public async ValueTask<ConnectionContext?> AcceptAsync(CancellationToken cancellationToken = default) =>
        await _forKestrel.Reader.WaitToReadAsync(cancellationToken) && _forKestrel.Reader.TryRead(out var connection) ? connection : null;

    public async ValueTask UnbindAsync(CancellationToken cancellationToken = default)
    {
        await _accepting.DisposeAsync();
        _forKestrel.Writer.TryComplete();
    }

    public async ValueTask DisposeAsync()
    {
        await UnbindAsync();
        _others.Dispose();
    }

    private async Task ServeAsync(SocketPipe accepted, CancellationToken stopping)
    {
        SocketPipe? pipe = accepted;
        var place = _pending.Enter(pipe);
        try
        {
            var (count, isForBroker) = await LookAsync(pipe, stopping);
            if (count == 0)
            {
                _logger.Silent(pipe.Remote);
            }
            else if (!isForBroker)
            {
                _pending.Leave(place);
                var connection = _others.Create(pipe.LetGo());
                pipe = null;
                connection.Features.Set<IMemoryPoolFeature>(_memory);
                await HandOverAsync(connection, stopping);
            }
            else if (_route.IsWebSocket)
            {
                await UpgradeAsync(pipe, place, stopping);
            }
            else
            {
                _pending.Leave(place);
                await _broker.ServeAsync(pipe, TransportOf(pipe, "tcp", principal: null), CancellationToken.None); // What stands goes on.
            }
        }
        catch (Exception e) when (e is IOException or SocketException or ObjectDisposedException or OperationCanceledException or ChannelClosedException)
        {
            _logger.WentAway(accepted.Remote, e);
        }
        finally
        {
            _pending.Leave(place);
            pipe?.Dispose();
        }
    }

    /// <summary>Gives a connection to Kestrel; one that it no longer takes is closed.</summary>
    private async Task HandOverAsync(ConnectionContext connection, CancellationToken stopping)
    {
        try
        {
            await _forKestrel.Writer.WriteAsync(connection, stopping);
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    /// <summary>How many bytes there are, which stay in the socket, and whether such a connection is the broker's. None: it was silent too long, it has ended, or the listener has.</summary>
    private async Task<(int Count, bool IsForBroker)> LookAsync(SocketPipe pipe, CancellationToken stopping)
    {
        var first = new byte[UpgradeRequestLineReader.Length];
        var count = pipe.Peek(first);
        if (count == 0)
        {
            using var deadline = new CancellationTokenSource(_patience, _time);
            using var either = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, stopping);
            await pipe.WaitForInputAsync(either.Token);
            count = pipe.Peek(first);
        }

        return (count, _route.Takes(first.AsSpan(0, count)));
    }

    private async Task UpgradeAsync(SocketPipe pipe, LinkedListNode<SocketPipe> place, CancellationToken stopping)
    {
        if (await _upgrade.AnswerAsync(pipe, _route.Listener, secure: false, pipe.Remote, stopping) is { } admitted)
        {
            _pending.Leave(place);
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
