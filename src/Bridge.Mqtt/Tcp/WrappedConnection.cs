using System.IO.Pipelines;
using Bridge.Mqtt.WebSockets;

namespace Bridge.Mqtt.Tcp;

/// <summary>
/// A connection whose bytes are MQTT's only within something else:
/// <code>socket → [TLS] → [WebSocket upgrade, frames] → MQTT</code>
/// </summary>
internal sealed class WrappedConnection(SocketPipe socket, MqttListenOptions options) : IAsyncDisposable
{
    private static readonly TimeSpan LongestClosing = TimeSpan.FromSeconds(2);

    private TlsPipe? _tls;
    private WebSocketDuplexPipe? _frames;

    public MqttPeer Peer { get; } = new();

    /// <exception cref="IOException">A handshake failed, or was refused.</exception>
    public async Task<IDuplexPipe> OpenAsync(CancellationToken cancellation)
    {
        IDuplexPipe pipe = socket;
        if (options.Tls is { } tls)
        {
            pipe = _tls = new TlsPipe(socket.LetGo());
            Peer.Certificate = await _tls.AuthenticateAsync(tls, cancellation);
        }

        if (options.WebSocket is { } endpoint)
        {
            Peer.Upgrade = await WebSocketUpgrade.AnswerAsync(pipe, endpoint, cancellation);
            pipe = _frames = new WebSocketDuplexPipe(pipe, endpoint.Framing);
        }

        return pipe;
    }

    /// <summary>A WebSocket has a closing handshake instead.</summary>
    public Task LingerAsync() => _frames is not null || _tls is null ? Task.CompletedTask : _tls.LingerAsync();

    public async ValueTask DisposeAsync()
    {
        if (_frames is not null)
        {
            await _frames.CloseAsync(new(WebSocketCloseCode.Normal, ""), LongestClosing);
            _frames.Dispose();
        }

        if (_tls is not null)
        {
            await _tls.DisposeAsync();
        }
    }
}
