using System.Net.WebSockets;
using System.Text.Json;
using System.Threading.Channels;
using Bridge.Contracts;
using Bridge.Server.Relay;
using Microsoft.Extensions.Logging;

namespace Bridge.Server.LiveReload;

/// <summary>
/// Another program's LiveReload server, where that has the port already, as build plug-ins with a server of their own do: listened to like a
/// browser would, so that its reloads reach the devices too.
/// </summary>
internal sealed class LiveReloadSource(LiveReloadService service, RelayNotices notices, TimeProvider time, ILogger logger, int port) : IAsyncDisposable
{
    /// <summary>Between two tries to reach it.</summary>
    public static readonly TimeSpan Pause = TimeSpan.FromSeconds(2);

    /// <summary>A build's files are told one by one: those that come within this are one change.</summary>
    public static readonly TimeSpan Together = TimeSpan.FromMilliseconds(30);

    private const int LongestMessage = 64 * 1024;
    private static readonly byte[] Hello = """{"command":"hello","protocols":["http://livereload.com/protocols/official-7"]}"""u8.ToArray();

    // Behind a full queue the files don't matter: a page that reloads shows them all.
    private readonly Channel<string> _files = Channel.CreateBounded<string>(new BoundedChannelOptions(1_000) { FullMode = BoundedChannelFullMode.DropWrite });
    private readonly CancellationTokenSource _stop = new();
    private Task _running = Task.CompletedTask;
    private bool _told;

    /// <summary>Begins to listen.</summary>
    public void Start() => _running = Task.WhenAll(ListenAsync(_stop.Token), PassOnAsync(_stop.Token));

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _running.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _stop.Dispose();
    }

    private async Task ListenAsync(CancellationToken cancellation)
    {
        while (true)
        {
            try
            {
                using var socket = new ClientWebSocket();
                await socket.ConnectAsync(new Uri($"ws://localhost:{port}/livereload"), cancellation);
                await socket.SendAsync(Hello, WebSocketMessageType.Text, endOfMessage: true, cancellation);
                await ReceiveAsync(socket, cancellation);
            }
            catch (Exception e) when (e is WebSocketException or JsonException)
            {
                logger.NoSource(port, e.Message);
            }

            await Task.Delay(Pause, time, cancellation);
        }
    }

    private async Task ReceiveAsync(ClientWebSocket socket, CancellationToken cancellation)
    {
        var buffer = new byte[LongestMessage];
        while (true)
        {
            var size = 0;
            ValueWebSocketReceiveResult result;
            do
            {
                result = await socket.ReceiveAsync(buffer.AsMemory(size), cancellation);
                size += result.Count;
            }
            while (!result.EndOfMessage && size < buffer.Length);

            if (result.MessageType == WebSocketMessageType.Close || !result.EndOfMessage)
            {
                return;
            }

            Take(buffer.AsMemory(0, size));
        }
    }

    private void Take(ReadOnlyMemory<byte> message)
    {
        var json = JsonElement.Parse(LoneSurrogates.Replace(message.Span));
        var command = json.ValueKind == JsonValueKind.Object && json.TryGetProperty("command", out var name) ? name.ToString() : "";
        if (command == "hello" && !_told)
        {
            _told = true;
            notices.Post(new RelayNotice("livereload-source", $"LiveReload's port {port} is another program's: the devices follow its reloads"));
        }
        else if (command == "reload")
        {
            _files.Writer.TryWrite(json.TryGetProperty("path", out var path) ? path.ToString() : "");
        }
    }

    private async Task PassOnAsync(CancellationToken cancellation)
    {
        while (await _files.Reader.WaitToReadAsync(cancellation))
        {
            await Task.Delay(Together, time, cancellation);
            var files = new List<string>();
            while (_files.Reader.TryRead(out var file))
            {
                files.Add(file);
            }

            // Who is slow to answer doesn't hold up the next change.
            _ = service.TriggerAsync(files.Contains("") ? [] : files, cancellation);
        }
    }
}
