namespace Bridge.ProxyBench;

/// <summary>Where an answer's body ends: after its length, or after the chunk of length 0 (RFC 9112, 7.1).</summary>
internal sealed class AnswerBody(AnswerHead head)
{
    private readonly bool _chunked = head.BodyLength is null;
    private long _left = head.BodyLength ?? 0;
    private long _size;
    private int _lineEnds = 1;
    private bool _last;

    /// <summary>Bytes of the body so far.</summary>
    public long Length { get; private set; }

    public bool IsWhole { get; private set; }

    public void Take(ReadOnlySpan<byte> bytes)
    {
        while (!bytes.IsEmpty)
        {
            if (_left > 0)
            {
                var part = (int)Math.Min(_left, bytes.Length);
                (_left, Length) = (_left - part, Length + part);
                bytes = bytes[part..];
                continue;
            }

            // The line between chunks, a byte at a time: CR LF, the length in hex, CR LF; no extensions, no trailers.
            Line(bytes[0]);
            bytes = bytes[1..];
        }

        IsWhole |= !_chunked && _left == 0;
    }

    private void Line(byte b)
    {
        if (b == (byte)'\n')
        {
            var isLength = ++_lineEnds % 2 == 0;
            IsWhole |= _last && !isLength;
            _last |= isLength && _size == 0;
            (_left, _size) = (_size, 0);
        }
        else if (b is not ((byte)'\r' or (byte)'\n'))
        {
            _size = (_size * 16) + Convert.ToInt32(((char)b).ToString(), 16);
        }
    }
}
