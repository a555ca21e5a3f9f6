using System.Globalization;
using System.Text;

namespace Bridge.ProxyBench;

/// <summary>An answer's head: how long it is, and how its body is framed.</summary>
internal readonly ref struct AnswerHead
{
    public AnswerHead(ReadOnlySpan<byte> received)
    {
        var end = received.IndexOf("\r\n\r\n"u8);
        if (end < 0)
        {
            return;
        }

        (IsWhole, Length) = (true, end + 4);
        var lines = Encoding.Latin1.GetString(received[..end]).Split("\r\n");
        if (!lines[0].Contains(" 200 ", StringComparison.Ordinal))
        {
            throw new IOException($"The answer is {lines[0]}.");
        }

        foreach (var line in lines)
        {
            if (line.StartsWith("Content-Length:", StringComparison.OrdinalIgnoreCase))
            {
                BodyLength = long.Parse(line[15..], CultureInfo.InvariantCulture);
            }
        }
    }

    public bool IsWhole { get; }

    public int Length { get; }

    /// <summary>Null for a body in chunks.</summary>
    public long? BodyLength { get; }
}
