using System.Buffers;
using System.Buffers.Text;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Bridge.Mqtt.WebSockets;

/// <summary>
/// The server's side of the opening handshake (RFC 6455 section 4.2), for MQTT: the subprotocol <c>mqtt</c> must be offered and is
/// the one selected [MQTT-6.0.0-3] [MQTT-6.0.0-4]. No extension is.
/// </summary>
public static class WebSocketHandshake
{
    private static readonly SearchValues<char> NotInHosts = SearchValues.Create(" \t\"#,/<>?@\\^`{|}");

    /// <summary>The subprotocol of MQTT over WebSocket.</summary>
    public const string Subprotocol = "mqtt";

    /// <summary>
    /// Reads a request head. False: more bytes are needed, and fewer than <paramref name="maxBytes"/> are there. True: either
    /// <paramref name="request"/> is set and <paramref name="consumed"/> is the first byte after the head, or <paramref name="refusal"/> says why not.
    /// </summary>
    public static bool TryRead(in ReadOnlySequence<byte> buffer, int maxBytes,
        out SequencePosition consumed, out WebSocketUpgradeRequest? request, out WebSocketRefusal refusal)
    {
        consumed = buffer.Start;
        request = null;
        refusal = default;
        var reader = new SequenceReader<byte>(buffer);
        if (!reader.TryReadTo(out ReadOnlySequence<byte> head, "\r\n\r\n"u8) || reader.Consumed > maxBytes)
        {
            refusal = new(431, "The request's head is too long.");
            return buffer.Length >= maxBytes;
        }

        consumed = reader.Position;
        // The slice ends before the empty line; the head is read with it.
        var bytes = buffer.Slice(0, head.Length + 4);
        request = Check(HttpHead.TryRead(bytes.IsSingleSegment ? bytes.FirstSpan : bytes.ToArray()), out refusal);
        return true;
    }

    /// <summary>Writes the answer that switches protocols (section 4.2.2).</summary>
    public static void WriteAccepted(IBufferWriter<byte> output, WebSocketUpgradeRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        output.Write("HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Protocol: mqtt\r\nSec-WebSocket-Accept: "u8);
        output.Write(Encoding.ASCII.GetBytes(AcceptKey(request.Key)));
        output.Write("\r\n\r\n"u8);
    }

    /// <summary>Writes a refusal and closes: plain text for the client's developer.</summary>
    public static void WriteRefused(IBufferWriter<byte> output, WebSocketRefusal refusal)
    {
        var body = Encoding.UTF8.GetBytes(refusal.Reason + "\n");
        // 426 names what to upgrade to (RFC 9110 section 15.5.22) and which version (RFC 6455 section 4.2.2).
        var more = refusal.Status == 426 ? "Upgrade: websocket\r\nSec-WebSocket-Version: 13\r\nConnection: Upgrade, close\r\n" : "Connection: close\r\n";
        output.Write(Encoding.ASCII.GetBytes(
            $"HTTP/1.1 {refusal.Status} {PhraseOf(refusal.Status)}\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Length: {body.Length}\r\n" +
            $"X-Content-Type-Options: nosniff\r\nCache-Control: no-store\r\n{more}\r\n"));
        output.Write(body);
    }

    /// <summary>Whether a <c>Sec-WebSocket-Key</c> is 16 bytes in base64 (section 4.1, item 7).</summary>
    public static bool IsKey(string? key) => key is { Length: 24 } && Base64.IsValid(key, out var length) && length == 16;

    /// <summary>What the server answers a key with, and the client expects: section 4.2.2, item 5.</summary>
    public static string AcceptKey(string key)
    {
#pragma warning disable CA5350 // RFC 6455 says SHA-1; it proves that the answer is to this request, and protects nothing.
        return Convert.ToBase64String(SHA1.HashData(Encoding.ASCII.GetBytes(key + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11")));
#pragma warning restore CA5350
    }

    private static WebSocketUpgradeRequest? Check(HttpHead? head, out WebSocketRefusal refusal)
    {
        var parts = head?.StartLine.Split(' ');
        if (head is null || parts is not [var method, ['/', ..] target, "HTTP/1.1"])
        {
            refusal = new(400, "The request is malformed.");
            return null;
        }

        if (Judge(method, head) is { } wrong)
        {
            refusal = wrong;
            return null;
        }

        refusal = default;
        var cookies = string.Join("; ", head.All("Cookie"));
        return new()
        {
            Target = target,
            Host = head.Single("Host")!,
            Origin = head.Single("Origin"),
            Cookie = cookies.Length > 0 ? cookies : null,
            UserAgent = head.Single("User-Agent"),
            Key = head.Single("Sec-WebSocket-Key")!,
        };
    }

    private static WebSocketRefusal? Judge(string method, HttpHead head)
    {
        if (method != "GET")
        {
            return new(405, "An upgrade is a GET.");
        }

        if (!IsHost(head.Single("Host")) || head.Count("Origin") > 1)
        {
            return new(400, "Host must be there once, a name or an address, and Origin once at most.");
        }

        // A body would be read as frames.
        if (head.Count("Content-Length") > 0 || head.Count("Transfer-Encoding") > 0)
        {
            return new(400, "An upgrade has no body.");
        }

        if (!head.List("Upgrade").Contains("websocket", StringComparer.OrdinalIgnoreCase) ||
            !head.List("Connection").Contains("upgrade", StringComparer.OrdinalIgnoreCase) ||
            head.Single("Sec-WebSocket-Version") != "13")
        {
            return new(426, "This is an MQTT endpoint: upgrade to a WebSocket, version 13.");
        }

        if (!IsKey(head.Single("Sec-WebSocket-Key")))
        {
            return new(400, "Sec-WebSocket-Key must be 16 bytes in base64.");
        }

        return head.List("Sec-WebSocket-Protocol").Contains(Subprotocol, StringComparer.Ordinal)
            ? null
            : new(400, "The subprotocol must be mqtt.");
    }

    // Host = uri-host [ ":" port ]   (RFC 9110 section 7.2): what is neither must not be taken for the name that it begins with.
    private static bool IsHost([NotNullWhen(true)] string? host)
    {
        var port = host is ['[', ..] ? host.IndexOf(']') + 1 : host?.IndexOf(':') ?? -1;
        var name = port < 0 ? host : host![..port];
        return name is not (null or "" or "[]") && !name.AsSpan().ContainsAny(NotInHosts) &&
            (port < 0 || host!.Length == port || (host[port] == ':' && IsPort(host.AsSpan(port + 1))));
    }

    // port = *DIGIT   (RFC 3986 section 3.2.3)
    private static bool IsPort(ReadOnlySpan<char> port) => port.IsEmpty || ushort.TryParse(port, NumberStyles.None, CultureInfo.InvariantCulture, out _);

    private static string PhraseOf(int status) => status switch
    {
        400 => "Bad Request",
        401 => "Unauthorized",
        403 => "Forbidden",
        404 => "Not Found",
        405 => "Method Not Allowed",
        408 => "Request Timeout",
        421 => "Misdirected Request",
        426 => "Upgrade Required",
        429 => "Too Many Requests",
        431 => "Request Header Fields Too Large",
        503 => "Service Unavailable",
        _ => "Refused",
    };
}
