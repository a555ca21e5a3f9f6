using System.Buffers.Binary;
using System.Text;
using System.Text.Unicode;

namespace Bridge.Mqtt.WebSockets;

/// <summary>The content of a Close frame.</summary>
/// <param name="Code">The code: RFC 6455 section 7.4, or one of an application's own (3000 to 4999).</param>
/// <param name="Reason">Text for a developer, at most 123 bytes of UTF-8.</param>
public readonly record struct WebSocketClosure(WebSocketCloseCode Code, string Reason)
{
    private const int MaxReasonBytes = 123;

    // Close payload, RFC 6455 section 5.5.1:   | code, 2 bytes, big-endian | reason, UTF-8, up to 123 bytes |
    // An empty payload is allowed, one byte is not.

    /// <summary>Reads a Close frame's payload. What is wrong with it, if anything, is the closure to answer with.</summary>
    internal static bool TryRead(ReadOnlySpan<byte> payload, out WebSocketClosure closure)
    {
        if (payload.IsEmpty)
        {
            closure = new(WebSocketCloseCode.NoStatus, "");
            return true;
        }

        if (payload.Length == 1)
        {
            closure = new(WebSocketCloseCode.ProtocolError, "a close frame of one byte");
            return false;
        }

        var code = BinaryPrimitives.ReadUInt16BigEndian(payload);
        if (!MayBeSent(code))
        {
            closure = new(WebSocketCloseCode.ProtocolError, "a close code that must not be sent");
            return false;
        }

        if (!Utf8.IsValid(payload[2..]))
        {
            closure = new(WebSocketCloseCode.InvalidPayload, "a close reason that is not UTF-8");
            return false;
        }

        closure = new((WebSocketCloseCode)code, Encoding.UTF8.GetString(payload[2..]));
        return true;
    }

    /// <summary>Writes the payload and returns its length; <see cref="WebSocketCloseCode.NoStatus"/> is an empty one.</summary>
    internal int Write(Span<byte> payload)
    {
        if (Code == WebSocketCloseCode.NoStatus)
        {
            return 0;
        }

        BinaryPrimitives.WriteUInt16BigEndian(payload, (ushort)Code);
        // Transcoding stops before a character that does not fit, so a cut reason stays UTF-8.
        Utf8.FromUtf16(Reason, payload.Slice(2, MaxReasonBytes), out _, out var written);
        return 2 + written;
    }

    // RFC 6455 sections 7.4.1, 7.4.2 and the IANA registry (1012 to 1014). 1004 to 1006 and 1015 never travel.
    private static bool MayBeSent(ushort code) => code is
        (>= 1000 and <= 1003) or (>= 1007 and <= 1014) or (>= 3000 and <= 4999);
}
