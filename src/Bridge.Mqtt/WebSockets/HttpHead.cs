using System.Text;

namespace Bridge.Mqtt.WebSockets;

/// <summary>
/// The head of an HTTP/1.1 message, read strictly: what a lenient parser forgives, two parsers in a row forgive differently.
/// <code>
/// start-line CRLF *( field-name ":" OWS field-value OWS CRLF ) CRLF        (RFC 9112 section 2.1)
/// </code>
/// </summary>
internal sealed class HttpHead
{
    private const int MaxHeaders = 100;
    private readonly List<KeyValuePair<string, string>> _headers = [];

    private HttpHead(string startLine) => StartLine = startLine;

    /// <summary>The request or status line.</summary>
    public string StartLine { get; }

    /// <summary>Reads a head that ends with the empty line; null if it breaks a rule.</summary>
    public static HttpHead? TryRead(ReadOnlySpan<byte> head)
    {
        if (!TryReadLine(ref head, out var line) || line.IsEmpty)
        {
            return null;
        }

        var result = new HttpHead(Encoding.Latin1.GetString(line));
        while (TryReadLine(ref head, out line))
        {
            if (line.IsEmpty)
            {
                return head.IsEmpty ? result : null;
            }

            if (result._headers.Count == MaxHeaders || !result.TryAdd(line))
            {
                return null;
            }
        }

        return null;
    }

    /// <summary>How often a header is there. Names are compared without regard to case.</summary>
    public int Count(string name) => _headers.Count(header => header.Key.Equals(name, StringComparison.OrdinalIgnoreCase));

    /// <summary>The value of a header that may be there once; null if it is missing or repeated.</summary>
    public string? Single(string name) => Count(name) == 1
        ? _headers.Find(header => header.Key.Equals(name, StringComparison.OrdinalIgnoreCase)).Value
        : null;

    /// <summary>The elements of a header that is a list (RFC 9110 section 5.6.1), over all its lines.</summary>
    public IEnumerable<string> List(string name) => All(name)
        .SelectMany(value => value.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries));

    /// <summary>The values of a header, in order.</summary>
    public IEnumerable<string> All(string name) => _headers
        .Where(header => header.Key.Equals(name, StringComparison.OrdinalIgnoreCase))
        .Select(header => header.Value);

    private static bool TryReadLine(ref ReadOnlySpan<byte> head, out ReadOnlySpan<byte> line)
    {
        var end = head.IndexOf("\r\n"u8);
        line = end < 0 ? default : head[..end];
        if (end < 0 || line.IndexOfAnyInRange((byte)0x00, (byte)0x08) >= 0 || line.IndexOfAnyInRange((byte)0x0A, (byte)0x1F) >= 0 || line.Contains((byte)0x7F))
        {
            return false;
        }

        head = head[(end + 2)..];
        return true;
    }

    private bool TryAdd(ReadOnlySpan<byte> line)
    {
        var colon = line.IndexOf((byte)':');
        // No space before the colon and no folded line (RFC 9112 sections 5.1 and 5.2): a name is a token.
        if (colon <= 0 || !IsToken(line[..colon]))
        {
            return false;
        }

        _headers.Add(new(Encoding.Latin1.GetString(line[..colon]), Encoding.Latin1.GetString(line[(colon + 1)..].Trim(" \t"u8))));
        return true;
    }

    private static bool IsToken(ReadOnlySpan<byte> name)
    {
        foreach (var c in name)
        {
            if (!char.IsAsciiLetterOrDigit((char)c) && !"!#$%&'*+-.^_`|~"u8.Contains(c))
            {
                return false;
            }
        }

        return true;
    }
}
