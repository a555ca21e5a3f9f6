using System.Runtime.InteropServices;
using Bridge.Mqtt.Packets;

namespace Bridge.Mqtt.Codec;

/// <summary>
/// The fixed header (section 2.1).
/// <code>
/// | type (4 bits) | flags (4 bits) |
/// | remaining length, 1 to 4 bytes |
/// </code>
/// </summary>
/// <param name="First">Packet type in the high half, flags in the low.</param>
/// <param name="RemainingLength">Bytes that follow, 0–268,435,455.</param>
/// <param name="Size">Bytes of this header itself, 2–5.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct FixedHeader(byte First, int RemainingLength, int Size)
{
    /// <summary>The longest header: a byte and four of length.</summary>
    public const int MaximumSize = 1 + VariableByteInteger.MaximumLength;

    private static readonly MqttFault LengthTooLong = MqttFault.Malformed("section 1.5.5", "remaining length has more than 4 bytes");

    /// <summary>Packet type.</summary>
    public MqttPacketType Type => (MqttPacketType)(First >> 4);

    /// <summary>Flags.</summary>
    public byte Flags => (byte)(First & 0x0F);

    /// <summary>Bytes of the whole packet.</summary>
    public long PacketSize => (long)Size + RemainingLength;

    /// <summary>Whether the length takes more bytes than it needs, which MQTT 5.0 forbids [MQTT-1.5.5-1] and 3.1.1 doesn't.</summary>
    public bool IsOverlong => Size - 1 > VariableByteInteger.Measure((uint)RemainingLength);

    /// <summary>Reads from the front of <paramref name="input"/>; false with no fault where more bytes are needed.</summary>
    public static bool TryRead(ReadOnlySpan<byte> input, out FixedHeader header, out MqttFault? fault)
    {
        header = default;
        fault = null;
        if (input.Length < 2)
        {
            return false;
        }

        var length = VariableByteInteger.Read(input[1..], out var size);
        if (size <= 0)
        {
            fault = size < 0 ? LengthTooLong : null;
            return false;
        }

        header = new FixedHeader(input[0], (int)length, 1 + size);
        return true;
    }
}
