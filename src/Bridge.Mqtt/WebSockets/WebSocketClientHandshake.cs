using System.Buffers;
using System.IO.Pipelines;
using System.Security.Cryptography;
using System.Text;

namespace Bridge.Mqtt.WebSockets;

/// <summary>The client's side of the opening handshake: RFC 6455 section 4.1.</summary>
public static class WebSocketClientHandshake
{
    private const int MaxHeadBytes = 8 * 1024;

    /// <summary>Upgrades a connection to MQTT over WebSocket.</summary>
    /// <param name="transport">The raw connection, TLS done for <c>wss</c>.</param>
    /// <param name="address">A <c>ws</c> or <c>wss</c> address; its host and path go into the request.</param>
    /// <param name="headers">More headers, such as <c>Origin</c>, <c>Cookie</c> or <c>Authorization</c>. No line breaks.</param>
    /// <param name="options">Limits and pings; the role is the client's whatever it says.</param>
    /// <param name="cancellation">Bounds the wait for the answer.</param>
    /// <exception cref="IOException">The server refused, or answered something that is no handshake; the message has its status line.</exception>
    public static async Task<WebSocketDuplexPipe> ConnectAsync(IDuplexPipe transport, Uri address, IEnumerable<KeyValuePair<string, string>> headers,
        WebSocketOptions options, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(transport);
        ArgumentNullException.ThrowIfNull(address);
        ArgumentNullException.ThrowIfNull(options);
        var key = Convert.ToBase64String(RandomNumberGenerator.GetBytes(16));
        transport.Output.Write(Encoding.Latin1.GetBytes(Request(address, key, headers)));
        await transport.Output.FlushAsync(cancellation);
        await ReadAnswerAsync(transport.Input, key, cancellation);
        return new(transport, new()
        {
            Role = WebSocketRole.Client,
            MaxFrameBytes = options.MaxFrameBytes,
            PingInterval = options.PingInterval,
            PongTimeout = options.PongTimeout,
            Time = options.Time,
        });
    }

    private static string Request(Uri address, string key, IEnumerable<KeyValuePair<string, string>> headers)
    {
        var request = new StringBuilder($"GET {address.PathAndQuery} HTTP/1.1\r\nHost: {address.Authority}\r\nUpgrade: websocket\r\n" +
            $"Connection: Upgrade\r\nSec-WebSocket-Key: {key}\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Protocol: {WebSocketHandshake.Subprotocol}\r\n");
        foreach (var (name, value) in headers)
        {
            if (name.AsSpan().IndexOfAny("\r\n:") >= 0 || value.AsSpan().IndexOfAny('\r', '\n', '\0') >= 0)
            {
                throw new ArgumentException("A header must not break the line.", nameof(headers));
            }

            request.Append(name).Append(": ").Append(value).Append("\r\n");
        }

        return request.Append("\r\n").ToString();
    }

    private static async Task ReadAnswerAsync(PipeReader input, string key, CancellationToken cancellation)
    {
        while (true)
        {
            var read = await input.ReadAsync(cancellation);
            if (TryFindHead(read.Buffer, out var head, out var end))
            {
                input.AdvanceTo(end);
                Check(HttpHead.TryRead(head), key);
                return;
            }

            input.AdvanceTo(read.Buffer.Start, read.Buffer.End);
            if (read.IsCompleted || read.Buffer.Length >= MaxHeadBytes)
            {
                throw new IOException("The server did not answer the WebSocket handshake.");
            }
        }
    }

    private static bool TryFindHead(in ReadOnlySequence<byte> buffer, out byte[] head, out SequencePosition end)
    {
        var reader = new SequenceReader<byte>(buffer);
        var found = reader.TryReadTo(out ReadOnlySequence<byte> _, "\r\n\r\n"u8) && reader.Consumed <= MaxHeadBytes;
        end = reader.Position;
        head = found ? buffer.Slice(0, end).ToArray() : [];
        return found;
    }

    private static void Check(HttpHead? head, string key)
    {
        if (head?.StartLine.StartsWith("HTTP/1.1 101", StringComparison.Ordinal) != true)
        {
            throw new IOException($"The server refused the WebSocket: {head?.StartLine ?? "a malformed answer"}");
        }

        if (!head.List("Upgrade").Contains("websocket", StringComparer.OrdinalIgnoreCase) ||
            !head.List("Connection").Contains("upgrade", StringComparer.OrdinalIgnoreCase) ||
            head.Single("Sec-WebSocket-Accept") != WebSocketHandshake.AcceptKey(key) ||
            head.Count("Sec-WebSocket-Extensions") > 0)
        {
            throw new IOException("The server's WebSocket handshake is not an answer to ours.");
        }

        if (head.Single("Sec-WebSocket-Protocol") != WebSocketHandshake.Subprotocol)
        {
            throw new IOException("The server did not select the subprotocol mqtt.");
        }
    }
}
