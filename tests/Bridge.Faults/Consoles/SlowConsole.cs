using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Net.WebSockets;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;
using Bridge.Faults.Relays;

namespace Bridge.Faults.Consoles;

/// <summary>A console whose line may become bad, over the terminal's stream or over the web console's hub. What it gets comes out the same: lines as of the stream.</summary>
internal sealed class SlowConsole : IDisposable
{
    private const byte RecordSeparator = 0x1E;

    private SlowStream? _line;
    private HttpMessageInvoker? _http;

    /// <summary>From now on it reads a kilobyte a second.</summary>
    public void Crawl() => _line!.Crawl();

    /// <summary>From now on it reads as fast as it can, as it did at first.</summary>
    public void LetGo() => _line!.LetGo();

    /// <summary>What comes, from now on; of the hub's frames each message, gap and cursor by itself.</summary>
    public async IAsyncEnumerable<JsonElement> ReadAsync(RelayProcess relay, bool hub, [EnumeratorCancellation] CancellationToken stop)
    {
        var handler = new SocketsHttpHandler { ConnectCallback = ConnectAsync };
        _http = new HttpMessageInvoker(handler);
        await foreach (var line in hub ? HubAsync(relay, stop) : StreamAsync(relay, stop))
        {
            yield return line;
        }
    }

    public void Dispose() => _http?.Dispose();

    private async IAsyncEnumerable<JsonElement> StreamAsync(RelayProcess relay, [EnumeratorCancellation] CancellationToken stop)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(relay.Console, "api/rooms/main/stream?since=now"))
        {
            Headers = { Authorization = new AuthenticationHeaderValue("Bearer", RelayProcess.Token) },
        };
        using var response = await _http!.SendAsync(request, stop);
        using var reader = new StreamReader(await response.Content.ReadAsStreamAsync(stop));
        while (await reader.ReadLineAsync(stop) is { } line)
        {
            yield return JsonElement.Parse(line);
        }
    }

    /// <summary>SignalR's JSON protocol by hand: a handshake, one stream invocation, records that end in 0x1E, a ping now and then.</summary>
    private async IAsyncEnumerable<JsonElement> HubAsync(RelayProcess relay, [EnumeratorCancellation] CancellationToken stop)
    {
        using var socket = new ClientWebSocket();
        socket.Options.SetRequestHeader("Authorization", $"Bearer {RelayProcess.Token}");
        socket.Options.KeepAliveInterval = TimeSpan.Zero;
        await socket.ConnectAsync(new UriBuilder("ws", relay.Console.Host, relay.Console.Port, "hubs/console").Uri, _http, stop);
        await SendAsync(socket, """{"protocol":"json","version":1}""", stop);
        await SendAsync(socket, """{"type":4,"invocationId":"1","target":"Watch","arguments":["main","now"]}""", stop);
        var pinging = PingAsync(socket, stop);
        var record = new List<byte>();
        var buffer = new byte[16_384];
        while (true)
        {
            var read = await ReceiveAsync(socket, buffer, stop);
            Assert.NotEqual(WebSocketMessageType.Close, read.MessageType);
            foreach (var piece in buffer[..read.Count])
            {
                if (piece != RecordSeparator)
                {
                    record.Add(piece);
                    continue;
                }

                foreach (var line in Lines(JsonElement.Parse(record.ToArray())))
                {
                    yield return line;
                }

                record.Clear();
            }

            Assert.False(pinging.IsFaulted, "The hub's connection failed.");
        }
    }

    private static async ValueTask<ValueWebSocketReceiveResult> ReceiveAsync(ClientWebSocket socket, byte[] buffer, CancellationToken stop)
    {
        try
        {
            return await socket.ReceiveAsync(buffer.AsMemory(), stop);
        }
        catch (WebSocketException) when (stop.IsCancellationRequested)
        {
            // A cancellation that comes with a read's last bytes lets that read end well and aborts the socket: the next one hears only of that.
            throw new OperationCanceledException(stop);
        }
    }

    /// <summary>Of a stream item (2); all else is the protocol's own.</summary>
    private static IEnumerable<JsonElement> Lines(JsonElement record)
    {
        if (!record.TryGetProperty("type", out var type) || type.GetInt32() != 2)
        {
            yield break;
        }

        var frame = record.GetProperty("item");
        if (frame.TryGetProperty("skipped", out _))
        {
            yield return JsonSerializer.SerializeToElement(new { skipped = frame.GetProperty("skipped") });
        }

        foreach (var message in frame.GetProperty("messages").EnumerateArray())
        {
            yield return message;
        }

        if (frame.TryGetProperty("cursor", out var cursor))
        {
            yield return JsonSerializer.SerializeToElement(new { cursor });
        }
    }

    private static async Task PingAsync(ClientWebSocket socket, CancellationToken stop)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(10));
        while (await timer.WaitForNextTickAsync(stop))
        {
            await SendAsync(socket, """{"type":6}""", stop);
        }
    }

    private static ValueTask SendAsync(ClientWebSocket socket, string json, CancellationToken stop) =>
        socket.SendAsync(Encoding.UTF8.GetBytes(json + (char)RecordSeparator).AsMemory(), WebSocketMessageType.Text, true, stop);

    private async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken cancellation)
    {
        // A small receive buffer, or the system would read ahead for us.
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { ReceiveBufferSize = 4_096 };
        await socket.ConnectAsync(context.DnsEndPoint, cancellation);
        return _line = new SlowStream(new NetworkStream(socket, ownsSocket: true));
    }
}
