using System.Text;

namespace Bridge.Injector.Html;

/// <summary>How a page's encoding is found: a byte order mark, else the charset of its Content-Type (Encoding Standard, 6).</summary>
public static class PageEncodings
{
    /// <summary>What a charset label means for markup; null where markup can't be found in it.</summary>
    public static PageEncoding? FromCharset(string? charset) => charset?.Trim().Trim('"').ToLowerInvariant() switch
    {
        "utf-16" or "utf-16le" or "unicode" or "ucs-2" or "iso-10646-ucs-2" or "csunicode" or "unicodefeff" => PageEncoding.Utf16LittleEndian,
        "utf-16be" or "unicodefffe" => PageEncoding.Utf16BigEndian,

        // In its escape sequences every printable byte is half a character; browsers replace the other two wholesale.
        "iso-2022-jp" or "csiso2022jp" or "hz-gb-2312" or "iso-2022-kr" => null,
        _ => PageEncoding.AsciiCompatible,
    };

    /// <summary>
    /// The encoding that the page's first bytes state, and the length of the mark. Null while more bytes could complete one.
    /// </summary>
    internal static (PageEncoding? Encoding, int Length)? FromMark(ReadOnlySpan<byte> start, bool complete)
    {
        if (start.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xFE]))
        {
            return (PageEncoding.Utf16LittleEndian, 2);
        }

        if (start.StartsWith((ReadOnlySpan<byte>)[0xFE, 0xFF]))
        {
            return (PageEncoding.Utf16BigEndian, 2);
        }

        if (start.StartsWith((ReadOnlySpan<byte>)[0xEF, 0xBB, 0xBF]))
        {
            return (PageEncoding.AsciiCompatible, 3);
        }

        var couldBecomeOne = start.Length switch
        {
            0 => true,
            1 => start[0] is 0xFF or 0xFE or 0xEF,
            2 => start is [0xEF, 0xBB],
            _ => false,
        };
        return couldBecomeOne && !complete ? null : (null, 0);
    }

    /// <summary>Bytes of one character's unit.</summary>
    internal static int UnitSize(this PageEncoding encoding) => encoding == PageEncoding.AsciiCompatible ? 1 : 2;

    /// <summary>The first unit of the bytes.</summary>
    internal static char Unit(this PageEncoding encoding, ReadOnlySpan<byte> bytes) => encoding switch
    {
        PageEncoding.Utf16LittleEndian => (char)(bytes[0] | (bytes[1] << 8)),
        PageEncoding.Utf16BigEndian => (char)((bytes[0] << 8) | bytes[1]),
        _ => (char)bytes[0],
    };

    /// <summary>The encoding that maps units to characters one to one and back, so that bytes survive a round trip.</summary>
    internal static Encoding Units(this PageEncoding encoding) => encoding switch
    {
        PageEncoding.Utf16LittleEndian => Encoding.Unicode,
        PageEncoding.Utf16BigEndian => Encoding.BigEndianUnicode,
        _ => Encoding.Latin1,
    };
}
