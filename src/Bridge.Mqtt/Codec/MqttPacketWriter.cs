using System.Buffers;
using Bridge.Mqtt.Packets;

namespace Bridge.Mqtt.Codec;

/// <summary>
/// Writes packets. Each method returns false, and writes nothing, where the packet is larger than <c>maximumSize</c> (the peer's Maximum
/// Packet Size) even without its reason string and user properties, which are left out first
/// [MQTT-3.2.2-19] [MQTT-3.2.2-20] [MQTT-3.4.2-2] [MQTT-3.4.2-3].
/// </summary>
public static class MqttPacketWriter
{
    /// <summary>PINGREQ, the whole packet.</summary>
    public static ReadOnlySpan<byte> PingReq => [0xC0, 0x00];

    /// <summary>PINGRESP, the whole packet.</summary>
    public static ReadOnlySpan<byte> PingResp => [0xD0, 0x00];

    /// <summary>Writes any packet; PUBLISH from a <see cref="PublishPacket"/>, and CONNECT in its own version.</summary>
    public static bool Write(IBufferWriter<byte> output, MqttPacket packet, MqttProtocolVersion version, int maximumSize = int.MaxValue) =>
        throw new NotSupportedException();

    /// <summary>Writes PUBACK, PUBREC, PUBREL or PUBCOMP.</summary>
    public static bool Write(IBufferWriter<byte> output, in AckPacket packet, MqttProtocolVersion version, int maximumSize = int.MaxValue) =>
        throw new NotSupportedException();
}
