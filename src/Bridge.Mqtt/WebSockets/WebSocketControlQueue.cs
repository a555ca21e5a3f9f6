using System.Buffers;

namespace Bridge.Mqtt.WebSockets;

/// <summary>
/// Control frames that wait for the end of the frame being written. Bounded: at most <see cref="MaxPongBytes"/> of answered pings, a ping
/// and a Close. Used under the writer's lock.
/// </summary>
internal sealed class WebSocketControlQueue
{
    /// <summary>
    /// Pongs beyond it drop the older ones: RFC 6455 section 5.5.3 lets an endpoint answer only the most recent ping, and a peer that pings
    /// without reading must not cost memory.
    /// </summary>
    private const int MaxPongBytes = 2048;

    private ArrayBufferWriter<byte>? _pongs;
    private bool _ping;
    private WebSocketClosure? _closure;

    public bool IsEmpty => _pongs is null && !_ping && _closure is null;

    /// <summary>Whether a Close frame is queued or gone: nothing may be queued after it (section 5.5.1).</summary>
    public bool HasClosed { get; private set; }

    /// <summary>Whether a Close frame is written: nothing may be written after it.</summary>
    public bool CloseWritten { get; private set; }

    public void AddPong(ReadOnlySpan<byte> payload)
    {
        if (HasClosed)
        {
            return;
        }

        _pongs ??= new(256);
        if (_pongs.WrittenCount + 1 + payload.Length > MaxPongBytes)
        {
            _pongs.ResetWrittenCount();
        }

        _pongs.GetSpan(1)[0] = (byte)payload.Length;
        _pongs.Advance(1);
        _pongs.Write(payload);
    }

    public void AddPing() => _ping |= !HasClosed;

    public void AddClose(WebSocketClosure closure)
    {
        if (!HasClosed)
        {
            HasClosed = true;
            _closure = closure;
        }
    }

    /// <summary>Writes what waits, pongs first, and forgets it.</summary>
    public void WriteTo(IBufferWriter<byte> output, WebSocketMaskingKeys? keys)
    {
        for (var pongs = _pongs is null ? default : _pongs.WrittenSpan; !pongs.IsEmpty; pongs = pongs[(1 + pongs[0])..])
        {
            WriteFrame(output, WebSocketOpcode.Pong, pongs.Slice(1, pongs[0]), keys);
        }

        _pongs = null;
        if (_ping)
        {
            WriteFrame(output, WebSocketOpcode.Ping, [], keys);
            _ping = false;
        }

        if (_closure is { } closure)
        {
            Span<byte> payload = stackalloc byte[WebSocketFrameHeader.MaxControlPayload];
            WriteFrame(output, WebSocketOpcode.Close, payload[..closure.Write(payload)], keys);
            _closure = null;
            CloseWritten = true;
        }
    }

    private static void WriteFrame(IBufferWriter<byte> output, WebSocketOpcode opcode, ReadOnlySpan<byte> payload, WebSocketMaskingKeys? keys)
    {
        var key = keys?.Next();
        var head = WebSocketFrameHeader.LengthFor(payload.Length, key is not null);
        var frame = output.GetSpan(head + payload.Length);
        WebSocketFrameHeader.Write(frame, opcode, payload.Length, key);
        WebSocketMask.Apply(payload, frame.Slice(head, payload.Length), key ?? 0);
        output.Advance(head + payload.Length);
    }
}
