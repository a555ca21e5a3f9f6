using System.Buffers;
using Bridge.Mqtt.Packets;

namespace Bridge.Mqtt.Codec;

/// <summary>
/// Takes packets off the bytes of one connection. Holds no bytes between calls but a scratch for a packet that lies
/// in more than one segment, which <see cref="Release"/> gives back.
/// </summary>
/// <param name="sender">The end whose packets are read.</param>
/// <param name="limits">What a packet may cost.</param>
public sealed class MqttPacketReader(MqttEnd sender, CodecLimits limits)
{
    private byte[]? _scratch;

    /// <summary>Set once CONNECT is accepted. While unknown, CONNECT is the only packet that is read.</summary>
    public MqttProtocolVersion Version { get; set; }

    /// <summary>What a packet may cost; to be raised after authentication.</summary>
    public CodecLimits Limits { get; set; } = limits;

    /// <summary>
    /// Takes the next packet off the front of <paramref name="input"/>. False with no fault: more bytes are needed. False with a
    /// fault: the connection is over. The frame is valid until the next call.
    /// </summary>
    public bool TryRead(ref ReadOnlySequence<byte> input, out MqttFrame frame, out MqttFault? fault)
    {
        if (TryRead(input.FirstSpan, out frame, out var consumed, out fault))
        {
            input = input.Slice(consumed);
            return true;
        }

        return fault is null && !input.IsSingleSegment && TryReadScattered(ref input, out frame, out fault);
    }

    /// <summary>
    /// The same on contiguous bytes: for a caller that goes through a whole buffer. <paramref name="consumed"/> is the bytes of the
    /// packet, 0 where none was read.
    /// </summary>
    public bool TryRead(ReadOnlySpan<byte> input, out MqttFrame frame, out int consumed, out MqttFault? fault)
    {
        frame = default;
        consumed = 0;
        if (!TryReadHeader(input, out var header, out fault) || header.PacketSize > input.Length)
        {
            return false;
        }

        frame = new MqttFrame(header, input.Slice(header.Size, header.RemainingLength), sender, Version, Limits);
        consumed = (int)header.PacketSize;
        return true;
    }

    /// <summary>Gives the scratch back; to be called when the connection idles or ends. Frames read before are no longer valid.</summary>
    public void Release()
    {
        if (_scratch is { } scratch)
        {
            _scratch = null;
            ArrayPool<byte>.Shared.Return(scratch);
        }
    }

    // The size is checked here, on the header alone: a body that is refused is never awaited.
    private bool TryReadHeader(ReadOnlySpan<byte> input, out FixedHeader header, out MqttFault? fault)
    {
        header = default;
        if (input.IsEmpty)
        {
            fault = null;
            return false;
        }

        fault = FixedHeaderRules.CheckFirst(input[0], sender, Version);
        if (fault is not null || !FixedHeader.TryRead(input, out header, out fault))
        {
            return false;
        }

        fault = FixedHeaderRules.CheckLength(header, Version, Limits);
        return fault is null;
    }

    private bool TryReadScattered(ref ReadOnlySequence<byte> input, out MqttFrame frame, out MqttFault? fault)
    {
        Span<byte> start = stackalloc byte[FixedHeader.MaximumSize];
        start = start[..(int)Math.Min(start.Length, input.Length)];
        input.Slice(0, start.Length).CopyTo(start);
        frame = default;
        if (!TryReadHeader(start, out var header, out fault) || header.PacketSize > input.Length)
        {
            return false;
        }

        var packet = Scratch((int)header.PacketSize);
        input.Slice(0, packet.Length).CopyTo(packet);
        input = input.Slice(packet.Length);
        frame = new MqttFrame(header, packet[header.Size..], sender, Version, Limits);
        return true;
    }

    private Span<byte> Scratch(int size)
    {
        if (_scratch is null || _scratch.Length < size)
        {
            Release();
            _scratch = ArrayPool<byte>.Shared.Rent(size);
        }

        return _scratch.AsSpan(0, size);
    }
}
