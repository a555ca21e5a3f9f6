using System.Buffers;
using Bridge.Mqtt.Codec;
using Bridge.Mqtt.Packets;

namespace Bridge.Mqtt.Tests.Codec;

/// <summary>Writes whatever packet <see cref="WholePacket"/> gave: for tests that treat all of them alike.</summary>
internal static class AnyPacket
{
    public static byte[] Write(object packet, MqttProtocolVersion version)
    {
        var output = new ArrayBufferWriter<byte>();
        Assert.True(packet switch
        {
            MqttPacket whole => MqttPacketWriter.Write(output, whole, version),
            AckPacket ack => MqttPacketWriter.Write(output, ack, version),
            _ => WritePing(output, (MqttPacketType)packet),
        });
        return output.WrittenSpan.ToArray();
    }

    private static bool WritePing(ArrayBufferWriter<byte> output, MqttPacketType ping)
    {
        output.Write(ping == MqttPacketType.PingReq ? MqttPacketWriter.PingReq : MqttPacketWriter.PingResp);
        return true;
    }
}
