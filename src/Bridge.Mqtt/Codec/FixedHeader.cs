using System.Runtime.InteropServices;
using Bridge.Mqtt.Packets;

namespace Bridge.Mqtt.Codec;

/// <summary>The fixed header (section 2.1), without the length of itself.</summary>
/// <param name="First">Packet type in the high half, flags in the low.</param>
/// <param name="RemainingLength">Bytes that follow, 0–268,435,455.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct FixedHeader(byte First, int RemainingLength)
{
    /// <summary>Packet type.</summary>
    public MqttPacketType Type => (MqttPacketType)(First >> 4);

    /// <summary>Flags.</summary>
    public byte Flags => (byte)(First & 0x0F);
}
