using System.Buffers;

namespace Bridge.Server.MqttEndpoint;

/// <summary>Compares the first bytes of a connection with the one request line that is ours.</summary>
internal static class UpgradeRequestLineReader
{
    // request-line = method SP request-target SP HTTP-version CRLF   (RFC 9112 section 3)
    private static ReadOnlySpan<byte> Expected => "GET /_bridge/mqtt HTTP/1.1\r\n"u8;

    /// <summary>Bytes that tell.</summary>
    public static int Length => Expected.Length;

    public static bool IsOurs(ReadOnlySpan<byte> first) => first.StartsWith(Expected);

    public static UpgradeRequestLine Read(in ReadOnlySequence<byte> buffer)
    {
        var length = (int)Math.Min(buffer.Length, Expected.Length);
        Span<byte> seen = stackalloc byte[Expected.Length];
        buffer.Slice(0, length).CopyTo(seen);
        if (!seen[..length].SequenceEqual(Expected[..length]))
        {
            return UpgradeRequestLine.Other;
        }

        return length == Expected.Length ? UpgradeRequestLine.Ours : UpgradeRequestLine.Undecided;
    }
}
