using System.Collections.Concurrent;
using System.Net.WebSockets;
using System.Text.Json;
using System.Threading.Channels;

namespace Bridge.Server.LiveReload;

/// <summary>
/// Browsers that speak the LiveReload protocol 7, by an extension or a script of their own.
/// <code>
/// client: {"command":"hello","protocols":["http://livereload.com/protocols/official-7"]}
/// server: {"command":"hello","protocols":[…],"serverName":"DeviceBridge"}
/// server: {"command":"reload","path":"style.css","liveCSS":true}
/// </code>
/// </summary>
internal sealed class LiveReloadClients
{
    /// <summary>Clients at one time; one more is turned away.</summary>
    public const int MostClients = 100;

    /// <summary>Messages that a client may be behind; then it is cut off.</summary>
    private const int MostBehind = 64;

    private const int LongestMessage = 16 * 1024;

    private readonly ConcurrentDictionary<Channel<byte[]>, WebSocket> _clients = new();

    /// <summary>Tells every client what has changed.</summary>
    public void Tell(IReadOnlyList<string> files, bool reload)
    {
        foreach (var path in reload ? ["/"] : files)
        {
            var message = JsonSerializer.SerializeToUtf8Bytes(new { command = "reload", path = path.TrimStart('/'), liveCSS = !reload });
            foreach (var (outgoing, socket) in _clients)
            {
                if (!outgoing.Writer.TryWrite(message))
                {
                    // Not closed: a close would wait behind what isn't read.
                    socket.Abort();
                }
            }
        }
    }

    /// <summary>Serves one client until it goes.</summary>
    public async Task ServeAsync(WebSocket socket, CancellationToken cancellation)
    {
        if (_clients.Count >= MostClients)
        {
            await socket.CloseAsync(WebSocketCloseStatus.PolicyViolation, "too many clients", cancellation);
            return;
        }

        var outgoing = Channel.CreateBounded<byte[]>(MostBehind);
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        try
        {
            var sending = SendAsync(socket, outgoing.Reader, ended.Token);
            await ReceiveAsync(socket, outgoing, ended.Token);
            outgoing.Writer.TryComplete();
            await sending;
        }
        catch (Exception e) when (e is WebSocketException or OperationCanceledException)
        {
            // It has gone; there is nobody to tell.
        }
        finally
        {
            _clients.TryRemove(outgoing, out _);
            await ended.CancelAsync();
        }
    }

    private async Task ReceiveAsync(WebSocket socket, Channel<byte[]> outgoing, CancellationToken cancellation)
    {
        await foreach (var message in LiveReloadMessage.ReadAllAsync(socket, LongestMessage, cancellation))
        {
            if (message.Command == "hello" && _clients.TryAdd(outgoing, socket))
            {
                outgoing.Writer.TryWrite(JsonSerializer.SerializeToUtf8Bytes(new { command = "hello", protocols = new[] { LiveReloadMessage.Protocol }, serverName = "DeviceBridge" }));
            }
        }
    }

    private static async Task SendAsync(WebSocket socket, ChannelReader<byte[]> outgoing, CancellationToken cancellation)
    {
        await foreach (var message in outgoing.ReadAllAsync(cancellation))
        {
            await socket.SendAsync(message, WebSocketMessageType.Text, endOfMessage: true, cancellation);
        }

        await socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, cancellation);
    }
}
