using System.Diagnostics;

namespace Bridge.Mqtt.Codec;

/// <summary>
/// Variable byte integer (section 1.5.5): seven bits a byte, lowest first, the high bit says that another byte follows.
/// <code>
/// 0 … 127              0xxxxxxx
/// … 16,383             1xxxxxxx 0xxxxxxx
/// … 2,097,151          1xxxxxxx 1xxxxxxx 0xxxxxxx
/// … 268,435,455        1xxxxxxx 1xxxxxxx 1xxxxxxx 0xxxxxxx
/// </code>
/// </summary>
internal static class VariableByteInteger
{
    /// <summary>Four bytes of seven bits.</summary>
    public const uint Maximum = (1u << 28) - 1;

    /// <summary>Bytes of the longest encoding.</summary>
    public const int MaximumLength = 4;

    /// <summary>
    /// Reads from the front of <paramref name="input"/>. <paramref name="length"/> is the bytes read, 0 where more are needed, or -1
    /// where a fifth byte would follow.
    /// </summary>
    public static uint Read(ReadOnlySpan<byte> input, out int length)
    {
        if (input.Length > 0 && input[0] < 0x80)
        {
            length = 1;
            return input[0];
        }

        var value = 0u;
        for (var i = 0; i < MaximumLength; i++)
        {
            if (i == input.Length)
            {
                length = 0;
                return 0;
            }

            value |= (input[i] & 0x7Fu) << (7 * i);
            if (input[i] < 0x80)
            {
                length = i + 1;
                return value;
            }
        }

        length = -1;
        return 0;
    }

    /// <summary>Bytes of the shortest encoding, the only one allowed [MQTT-1.5.5-1].</summary>
    public static int Measure(uint value)
    {
        Debug.Assert(value <= Maximum, "The caller keeps lengths within a packet.");
        return value switch
        {
            < 1u << 7 => 1,
            < 1u << 14 => 2,
            < 1u << 21 => 3,
            _ => 4,
        };
    }

    /// <summary>Writes the shortest encoding and returns its length.</summary>
    public static int Write(Span<byte> output, uint value)
    {
        var i = 0;
        for (; value >= 0x80; value >>= 7)
        {
            output[i++] = (byte)(value | 0x80);
        }

        output[i++] = (byte)value;
        return i;
    }
}
