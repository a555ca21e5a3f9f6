using System.Buffers.Binary;

namespace Bridge.Mqtt.WebSockets;

/// <summary>
/// The head of a frame, RFC 6455 section 5.2.
/// <code>
///  byte 0            byte 1            then
/// +-+-+-+-+-------+ +-+-------------+ +------------------------+----------------+
/// |F|R|R|R|opcode | |M| length      | | 126: 2 bytes of length | M: 4 bytes of  |
/// |I|S|S|S|       | |A| 0..125, or  | | 127: 8 bytes of length | masking key    |
/// |N|V|V|V|       | |S| 126, 127    | | (big-endian, minimal)  |                |
/// +-+-+-+-+-------+ +-+-------------+ +------------------------+----------------+
/// </code>
/// </summary>
internal readonly struct WebSocketFrameHeader
{
    /// <summary>The longest head: two bytes, eight of length, four of key.</summary>
    public const int MaxLength = 14;

    /// <summary>The longest payload of a control frame (section 5.5).</summary>
    public const int MaxControlPayload = 125;

    private const byte Fin = 0x80;
    private const byte Masked = 0x80;
    private const int Length16 = 126;
    private const int Length64 = 127;

    private WebSocketFrameHeader(bool final, WebSocketOpcode opcode, long payloadLength, uint maskingKey)
    {
        IsFinal = final;
        Opcode = opcode;
        PayloadLength = payloadLength;
        MaskingKey = maskingKey;
    }

    public bool IsFinal { get; }

    public WebSocketOpcode Opcode { get; }

    /// <summary>Payload bytes; negative if the length was not encoded in the fewest bytes or has its highest bit set.</summary>
    public long PayloadLength { get; }

    /// <summary>The key as it lies in memory, first byte lowest; 0 for an unmasked frame.</summary>
    public uint MaskingKey { get; }

    public bool IsControl => IsControlOpcode((byte)Opcode);

    public static bool IsControlOpcode(byte first) => (first & 0x08) != 0;

    public static bool IsFinalByte(byte first) => (first & Fin) != 0;

    public static bool HasReservedBits(byte first) => (first & 0x70) != 0;

    public static bool IsMasked(byte second) => (second & Masked) != 0;

    /// <summary>The length field of the second byte: a length up to 125, or the mark of a longer one.</summary>
    public static int ShortLength(byte second) => second & 0x7F;

    /// <summary>How long a head is that has this second byte.</summary>
    public static int LengthOf(byte second) =>
        2 + ShortLength(second) switch { Length16 => 2, Length64 => 8, _ => 0 } + (IsMasked(second) ? 4 : 0);

    /// <summary>Reads a whole head; <paramref name="head"/> is at least <see cref="LengthOf"/> long.</summary>
    public static WebSocketFrameHeader Read(ReadOnlySpan<byte> head)
    {
        long length = ShortLength(head[1]);
        var key = 2;
        if (length == Length16)
        {
            length = BinaryPrimitives.ReadUInt16BigEndian(head[2..]);
            length = length > MaxControlPayload ? length : -1;
            key = 4;
        }
        else if (length == Length64)
        {
            length = BinaryPrimitives.ReadInt64BigEndian(head[2..]);
            length = length > ushort.MaxValue ? length : -1;
            key = 10;
        }

        return new(IsFinalByte(head[0]), (WebSocketOpcode)(head[0] & 0x0F), length,
            IsMasked(head[1]) ? BinaryPrimitives.ReadUInt32LittleEndian(head[key..]) : 0);
    }

    /// <summary>How long the head of an outgoing frame is.</summary>
    public static int LengthFor(int payloadLength, bool masked) =>
        (payloadLength <= MaxControlPayload ? 2 : payloadLength <= ushort.MaxValue ? 4 : 10) + (masked ? 4 : 0);

    /// <summary>Writes the head of a final frame, <see cref="LengthFor"/> bytes.</summary>
    public static void Write(Span<byte> head, WebSocketOpcode opcode, int payloadLength, uint? maskingKey)
    {
        head[0] = (byte)(Fin | (byte)opcode);
        var mask = maskingKey is null ? 0 : Masked;
        var key = 2;
        if (payloadLength <= MaxControlPayload)
        {
            head[1] = (byte)(mask | payloadLength);
        }
        else if (payloadLength <= ushort.MaxValue)
        {
            head[1] = (byte)(mask | Length16);
            BinaryPrimitives.WriteUInt16BigEndian(head[2..], (ushort)payloadLength);
            key = 4;
        }
        else
        {
            head[1] = (byte)(mask | Length64);
            BinaryPrimitives.WriteInt64BigEndian(head[2..], payloadLength);
            key = 10;
        }

        if (maskingKey is { } value)
        {
            BinaryPrimitives.WriteUInt32LittleEndian(head[key..], value);
        }
    }
}
