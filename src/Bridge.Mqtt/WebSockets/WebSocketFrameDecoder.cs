using System.Buffers;

namespace Bridge.Mqtt.WebSockets;

/// <summary>
/// Turns frames into a stream of bytes, in the transport's own buffer: payloads are unmasked and moved down over the heads before them,
/// in one pass, so that what the parser sees is as contiguous as what the socket delivered.
/// <code>
/// before   [ kept ][ gap ][head][payload 1][head][payl   ]   kept: payload that the reader left, gap: what is behind us
/// after    [ kept   payload 1   payl ][ gap              ]
/// </code>
/// State is a few numbers; a head or a control frame may arrive a byte at a time. Allocates only for a control frame with a payload
/// that is cut in two. Nothing here awaits, logs or throws for what a peer sent.
/// </summary>
internal sealed class WebSocketFrameDecoder(WebSocketRole role, int maxFrameBytes, IWebSocketControlFrames control)
{
    /// <summary>A gap shorter than this is left alone.</summary>
    private const int GapWorthClosing = 512;

    private readonly bool _maskExpected = role == WebSocketRole.Server;
    private WebSocketHeaderBytes _head;
    private int _headLength;
    private bool _insideFrame;
    private bool _insideMessage;
    private WebSocketOpcode _opcode;
    private bool _final;
    private long _payloadLeft;
    private uint _key;
    private byte[]? _controlPayload;
    private int _controlLength;
    private long _gap;

    /// <summary>Payload bytes at the start of the buffer.</summary>
    public long Decoded { get; private set; }

    /// <summary>Whether a Close frame or a broken rule ended the stream. Later bytes are ignored.</summary>
    public bool HasEnded { get; private set; }

    /// <summary>Decodes all that is new in the transport's buffer, which begins where the last one was advanced to.</summary>
    public void Decode(in ReadOnlySequence<byte> buffer)
    {
        var processed = Decoded + _gap;
        if (processed < buffer.Length && !HasEnded)
        {
            var source = new SegmentCursor(buffer, processed);
            var target = new SegmentCursor(buffer, Decoded);
            while (!source.Left.IsEmpty && !HasEnded)
            {
                Step(ref source, ref target);
            }
        }

        _gap = buffer.Length - Decoded;
    }

    /// <summary>Says that the reader is done with the first bytes of what was decoded.</summary>
    public void Consume(long count) => Decoded -= count;

    /// <summary>
    /// How many bytes at the start of the buffer the transport may have back. Payload that the reader left is moved over the gap behind it
    /// when the gap is the longer one, so the buffer stays under twice the longest packet at a cost of one more copy a byte.
    /// </summary>
    public long Release(in ReadOnlySequence<byte> buffer)
    {
        if (Decoded == 0)
        {
            _gap = 0;
            return buffer.Length;
        }

        if (_gap < Math.Max(Decoded, GapWorthClosing))
        {
            return 0;
        }

        var released = _gap;
        var source = new SegmentCursor(buffer, 0);
        var target = new SegmentCursor(buffer, released);
        for (var left = Decoded; left > 0;)
        {
            var count = (int)Math.Min(left, Math.Min(source.Left.Length, target.Left.Length));
            source.Left[..count].CopyTo(target.Left);
            source.Advance(count);
            target.Advance(count);
            left -= count;
        }

        _gap = 0;
        return released;
    }

    private void Step(ref SegmentCursor source, ref SegmentCursor target)
    {
        if (!_insideFrame)
        {
            ReadHead(ref source);
        }
        else if (WebSocketFrameHeader.IsControlOpcode((byte)_opcode))
        {
            ReadControl(ref source);
        }
        else
        {
            ReadPayload(ref source, ref target);
        }
    }

    private void ReadHead(ref SegmentCursor source)
    {
        var left = source.Left;
        if (_headLength == 0 && left.Length >= WebSocketFrameHeader.MaxLength)
        {
            // The common case: the whole head lies in one piece.
            if (!Refuse(WebSocketFrameRules.Check(left[0], left[1], _maskExpected, _insideMessage)))
            {
                Begin(WebSocketFrameHeader.Read(left));
                source.Advance(WebSocketFrameHeader.LengthOf(left[1]));
            }

            return;
        }

        _head[_headLength++] = left[0];
        source.Advance(1);
        if (_headLength == 2 && Refuse(WebSocketFrameRules.Check(_head[0], _head[1], _maskExpected, _insideMessage)))
        {
            return;
        }

        if (_headLength >= 2 && _headLength == WebSocketFrameHeader.LengthOf(_head[1]))
        {
            _headLength = 0;
            Begin(WebSocketFrameHeader.Read(_head));
        }
    }

    private void Begin(WebSocketFrameHeader header)
    {
        if (Refuse(WebSocketFrameRules.Check(header.PayloadLength, maxFrameBytes)))
        {
            return;
        }

        _insideFrame = true;
        _opcode = header.Opcode;
        _final = header.IsFinal;
        _payloadLeft = header.PayloadLength;
        _key = header.MaskingKey;
        if (_payloadLeft == 0)
        {
            EndFrame([]);
        }
    }

    private void ReadPayload(ref SegmentCursor source, ref SegmentCursor target)
    {
        var count = (int)Math.Min(_payloadLeft, Math.Min(source.Left.Length, target.Left.Length));
        if (_maskExpected)
        {
            _key = WebSocketMask.Apply(source.Left[..count], target.Left[..count], _key);
        }
        else
        {
            source.Left[..count].CopyTo(target.Left);
        }

        source.Advance(count);
        target.Advance(count);
        Decoded += count;
        _payloadLeft -= count;
        if (_payloadLeft == 0)
        {
            EndFrame([]);
        }
    }

    private void ReadControl(ref SegmentCursor source)
    {
        var part = source.Left[..(int)Math.Min(_payloadLeft, source.Left.Length)];
        _key = WebSocketMask.Apply(part, part, _key);
        _payloadLeft -= part.Length;
        var whole = part;
        if (_payloadLeft > 0 || _controlPayload is not null)
        {
            _controlPayload ??= new byte[WebSocketFrameHeader.MaxControlPayload];
            part.CopyTo(_controlPayload.AsSpan(_controlLength));
            _controlLength += part.Length;
            whole = _controlPayload.AsSpan(0, _controlLength);
        }

        if (_payloadLeft == 0)
        {
            _controlPayload = null;
            _controlLength = 0;
            EndFrame(whole);
        }

        source.Advance(part.Length);
    }

    private void EndFrame(ReadOnlySpan<byte> controlPayload)
    {
        _insideFrame = false;
        switch (_opcode)
        {
            case WebSocketOpcode.Ping:
                control.OnPing(controlPayload);
                break;
            case WebSocketOpcode.Close:
                var byPeer = WebSocketClosure.TryRead(controlPayload, out var closure);
                End(closure, byPeer);
                break;
            case WebSocketOpcode.Binary or WebSocketOpcode.Continuation:
                _insideMessage = !_final;
                break;
        }
    }

    private bool Refuse(WebSocketClosure? closure)
    {
        if (closure is not { } broken)
        {
            return false;
        }

        End(broken, byPeer: false);
        return true;
    }

    private void End(WebSocketClosure closure, bool byPeer)
    {
        HasEnded = true;
        control.OnEnd(closure, byPeer);
    }
}
