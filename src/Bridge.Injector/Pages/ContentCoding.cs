using System.IO.Compression;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;
using ZstdSharp;
using ZstdSharp.Unsafe;

namespace Bridge.Injector.Pages;

/// <summary>The content codings (RFC 9110, 8.4.1) that a page can be decoded from.</summary>
internal static class ContentCoding
{
    /// <summary>What an origin is asked for, where the browser takes it: what is known here.</summary>
    public static readonly string[] Known = ["gzip", "br", "zstd", "deflate"];

    /// <summary>The largest window of a zstd frame, as its logarithm: 8 MB, more than which the coding doesn't allow (RFC 9659, 3).</summary>
    private const int MostZstdWindow = 23;

    /// <summary>Leaves in an Accept-Encoding what can be decoded here.</summary>
    public static void Restrict(IHeaderDictionary headers)
    {
        var accepted = headers.AcceptEncoding.ToString().Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        var known = accepted.Where(one => Array.Exists(Known, name => one.Split(';')[0].Trim().Equals(name, StringComparison.OrdinalIgnoreCase)));
        headers.AcceptEncoding = string.Join(", ", known) is { Length: > 0 } list ? list : "identity";
    }

    /// <summary>The one coding of a Content-Encoding, in lower case; the empty string for none.</summary>
    public static string Normalize(StringValues contentEncoding)
    {
        var coding = contentEncoding.ToString().Trim().ToLowerInvariant();
        return coding switch { "identity" => "", "x-gzip" => "gzip", _ => coding };
    }

    /// <summary>Whether <see cref="Decode"/> takes it.</summary>
    public static bool IsKnown(string coding) => coding.Length == 0 || Array.IndexOf(Known, coding) >= 0;

    /// <summary>
    /// The decoded bytes of a stream. "deflate" is the zlib format (RFC 9110, 8.4.1.2); what some servers send by that name,
    /// bare deflate data, is told by its first byte.
    /// </summary>
    public static Stream Decode(string coding, Stream coded, byte first) => coding switch
    {
        "gzip" => new GZipStream(coded, CompressionMode.Decompress, leaveOpen: true),
        "br" => new BrotliStream(coded, CompressionMode.Decompress, leaveOpen: true),
        "zstd" => Zstd(coded),
        "deflate" when (first & 0x0F) == 8 => new ZLibStream(coded, CompressionMode.Decompress, leaveOpen: true),
        "deflate" => new DeflateStream(coded, CompressionMode.Decompress, leaveOpen: true),
        _ => throw new ArgumentOutOfRangeException(nameof(coding), coding, "not a known content coding"),
    };

    /// <summary>Reads from what <see cref="Decode"/> made; 0 at the end.</summary>
    /// <exception cref="InvalidDataException">The bytes aren't what their coding says.</exception>
    public static async ValueTask<int> ReadAsync(Stream decoded, Memory<byte> buffer, CancellationToken cancellation = default)
    {
        try
        {
            return await decoded.ReadAsync(buffer, cancellation);
        }
        catch (Exception e) when (e is ZstdException or EndOfStreamException or InvalidOperationException)
        {
            // Each decoder has its own word for it.
            throw new InvalidDataException(e.Message, e);
        }
    }

    private static DecompressionStream Zstd(Stream coded)
    {
        var stream = new DecompressionStream(coded, bufferSize: 8 * 1024, checkEndOfStream: true, leaveOpen: true);
        stream.SetParameter(ZSTD_dParameter.ZSTD_d_windowLogMax, MostZstdWindow);
        return stream;
    }
}
