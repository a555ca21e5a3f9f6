using System.Buffers.Binary;

namespace Bridge.Mqtt.Tests.WebSockets;

/// <summary>A frame as a test writes and reads it: any combination of bits, also forbidden ones. Shares no code with what it tests.</summary>
internal sealed record TestFrame(int Opcode, byte[] Payload, bool Final = true, bool Masked = true, int Reserved = 0)
{
    public const int Continuation = 0, Text = 1, Binary = 2, Close = 8, Ping = 9, Pong = 10;

    public uint Key { get; init; } = 0xA1B2C3D4;

    /// <summary>Bytes of the length field: 0, 2 or 8; null takes the shortest.</summary>
    public int? LengthBytes { get; init; }

    public static TestFrame Of(int opcode, int length) => new(opcode, Bytes(length));

    public static TestFrame CloseOf(int code, string reason = "") =>
        new(Close, [(byte)(code >> 8), (byte)code, .. System.Text.Encoding.UTF8.GetBytes(reason)]);

    /// <summary>Payload whose every byte tells its place.</summary>
    public static byte[] Bytes(int length, int from = 0) => [.. Enumerable.Range(from, length).Select(i => (byte)(i * 7 + (i >> 8)))];

    public static byte[] Concat(params IEnumerable<TestFrame> frames) => [.. frames.SelectMany(frame => frame.Encode())];

    public byte[] Encode()
    {
        var lengthBytes = LengthBytes ?? (Payload.Length < 126 ? 0 : Payload.Length < 65_536 ? 2 : 8);
        List<byte> bytes =
        [
            (byte)((Final ? 0x80 : 0) | (Reserved << 4) | Opcode),
            (byte)((Masked ? 0x80 : 0) | lengthBytes switch { 0 => Payload.Length, 2 => 126, _ => 127 }),
        ];
        for (var shift = (lengthBytes - 1) * 8; shift >= 0; shift -= 8)
        {
            bytes.Add((byte)((ulong)Payload.Length >> shift));
        }

        var key = new byte[4];
        BinaryPrimitives.WriteUInt32BigEndian(key, Key);
        if (Masked)
        {
            bytes.AddRange(key);
        }

        bytes.AddRange(Payload.Select((b, i) => Masked ? (byte)(b ^ key[i % 4]) : b));
        return [.. bytes];
    }

    /// <summary>Reads one frame off the front; null if it is not whole.</summary>
    public static TestFrame? Decode(ReadOnlySpan<byte> bytes, out int length)
    {
        length = 0;
        if (bytes.Length < 2)
        {
            return null;
        }

        var lengthBytes = (bytes[1] & 0x7F) switch { 126 => 2, 127 => 8, _ => 0 };
        var masked = (bytes[1] & 0x80) != 0;
        var head = 2 + lengthBytes + (masked ? 4 : 0);
        if (bytes.Length < head)
        {
            return null;
        }

        ulong size = lengthBytes == 0 ? (ulong)(bytes[1] & 0x7F) : 0;
        foreach (var b in bytes.Slice(2, lengthBytes))
        {
            size = (size << 8) | b;
        }

        if ((ulong)(bytes.Length - head) < size)
        {
            return null;
        }

        var key = masked ? bytes.Slice(head - 4, 4).ToArray() : new byte[4];
        var payload = bytes.Slice(head, (int)size).ToArray();
        for (var i = 0; i < payload.Length; i++)
        {
            payload[i] ^= key[i % 4];
        }

        length = head + (int)size;
        return new(bytes[0] & 0x0F, payload, (bytes[0] & 0x80) != 0, masked, (bytes[0] >> 4) & 7)
        {
            Key = BinaryPrimitives.ReadUInt32BigEndian(key),
            LengthBytes = lengthBytes,
        };
    }
}
