namespace Bridge.LoadGen;

/// <summary>Takes a server's frames off a stream of bytes, in place. Heads may be cut anywhere.</summary>
internal sealed class FrameStripper
{
    private readonly byte[] _head = new byte[10];
    private readonly byte[] _control = new byte[125];
    private int _headLength;
    private long _left;
    private int _opcode;
    private int _controlLength;

    /// <summary>Moves the payload to the front; returns how much of it there is.</summary>
    public int Strip(Span<byte> bytes, PingHandler onPing)
    {
        var payload = 0;
        for (var at = 0; at < bytes.Length;)
        {
            if (_left == 0)
            {
                at += ReadHead(bytes[at]);
                if (_left == 0 && _headLength == 0 && _opcode >= 8)
                {
                    EndControl(onPing);
                }

                continue;
            }

            var count = (int)Math.Min(_left, bytes.Length - at);
            var part = bytes.Slice(at, count);
            if (_opcode < 8)
            {
                part.CopyTo(bytes[payload..]);
                payload += count;
            }
            else
            {
                part.CopyTo(_control.AsSpan(_controlLength));
                _controlLength += count;
            }

            at += count;
            _left -= count;
            if (_left == 0 && _opcode >= 8)
            {
                EndControl(onPing);
            }
        }

        return payload;
    }

    private int ReadHead(byte next)
    {
        _head[_headLength++] = next;
        var needed = _headLength < 2 ? 2 : _head[1] switch { 127 => 10, 126 => 4, _ => 2 };
        if (_headLength == needed)
        {
            _opcode = _head[0] & 0x0F;
            _left = needed == 2 ? _head[1] : 0;
            for (var i = 2; i < needed; i++)
            {
                _left = (_left << 8) | _head[i];
            }

            _headLength = 0;
        }

        return 1;
    }

    private void EndControl(PingHandler onPing)
    {
        if (_opcode == 8)
        {
            throw new IOException($"The broker closed a WebSocket with {(_control[0] << 8) | _control[1]}.");
        }

        if (_opcode == 9)
        {
            onPing(_control.AsSpan(0, _controlLength));
        }

        _controlLength = 0;
    }
}
