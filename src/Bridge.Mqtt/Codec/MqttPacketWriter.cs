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
    private const byte SubscribeFlags = 0b0010;

    /// <summary>PINGREQ, the whole packet.</summary>
    public static ReadOnlySpan<byte> PingReq => [0xC0, 0x00];

    /// <summary>PINGRESP, the whole packet.</summary>
    public static ReadOnlySpan<byte> PingResp => [0xD0, 0x00];

    /// <summary>
    /// Writes any packet; PUBLISH from a <see cref="PublishPacket"/>, and CONNECT in its own version. In MQTT 3.1.1 false, too, for a
    /// CONNACK that has no return code there, for AUTH, and for a server's DISCONNECT with a reason other than success: the connection is then
    /// closed without.
    /// </summary>
    public static bool Write(IBufferWriter<byte> output, MqttPacket packet, MqttProtocolVersion version, int maximumSize = int.MaxValue)
    {
        var first = (byte)((int)packet.Type << 4);
        var old = version == MqttProtocolVersion.V311;
        return packet switch
        {
            PublishPacket publish => Write(
                output,
                PublishCodec.First(publish.Dup, publish.QoS, publish.Retain),
                publish,
                old ? PublishCodec.WriteOld : PublishCodec.Write,
                maximumSize),
            ConnectPacket connect => Write(output, first, connect, ConnectCodec.Write, maximumSize),
            ConnAckPacket connAck when !old => Write(output, first, connAck, ConnAckCodec.Write, maximumSize),
            ConnAckPacket connAck when ConnAckCodec.ReturnCode(connAck.ReasonCode) is not null =>
                Write(output, first, connAck, ConnAckCodec.WriteOld, maximumSize),
            SubscribePacket subscribe => Write(
                output, (byte)(first | SubscribeFlags), subscribe, old ? SubscribeCodec.WriteOld : SubscribeCodec.Write, maximumSize),
            UnsubscribePacket unsubscribe => Write(
                output, (byte)(first | SubscribeFlags), unsubscribe, old ? UnsubscribeCodec.WriteOld : UnsubscribeCodec.Write, maximumSize),
            SubAckPacket subAck => Write(output, first, subAck, old ? SubAckCodec.WriteOld : SubAckCodec.Write, maximumSize),
            UnsubAckPacket unsubAck => Write(output, first, unsubAck, old ? UnsubAckCodec.WriteOld : UnsubAckCodec.Write, maximumSize),
            DisconnectPacket disconnect when !old => Write(output, first, disconnect, DisconnectCodec.Write, maximumSize),
            DisconnectPacket { ReasonCode: MqttReasonCode.Success } disconnect =>
                Write(output, first, disconnect, DisconnectCodec.WriteOld, maximumSize),
            AuthPacket auth when !old => Write(output, first, auth, AuthCodec.Write, maximumSize),
            _ => false,
        };
    }

    /// <summary>Writes PUBACK, PUBREC, PUBREL or PUBCOMP. A success without properties takes 4 bytes in either version.</summary>
    public static bool Write(IBufferWriter<byte> output, in AckPacket packet, MqttProtocolVersion version, int maximumSize = int.MaxValue)
    {
        var bare = packet.ReasonString is null && packet.UserProperties is null or { Count: 0 };
        if (version == MqttProtocolVersion.V311 || (bare && packet.ReasonCode == MqttReasonCode.Success))
        {
            AckCodec.WriteShort(output, packet, withCode: false);
            return true;
        }

        if (bare)
        {
            AckCodec.WriteShort(output, packet, withCode: true);
            return true;
        }

        return Write(output, AckCodec.First(packet.Type), packet, AckCodec.Write, maximumSize);
    }

    private static bool Write<T>(IBufferWriter<byte> output, byte first, T packet, FieldsOf<T> fields, int maximumSize)
    {
        var length = Measure(packet, fields, terse: false);
        var terse = Size(length) > maximumSize;
        if (terse)
        {
            length = Measure(packet, fields, terse);
        }

        var size = Size(length);
        if (length > VariableByteInteger.Maximum || size > maximumSize)
        {
            return false;
        }

        var to = new FieldWriter(output.GetSpan((int)size));
        to.Byte(first);
        to.Variable((uint)length);
        fields(ref to, packet, terse);
        output.Advance(to.Length);
        return true;
    }

    private static int Measure<T>(T packet, FieldsOf<T> fields, bool terse)
    {
        var measure = new FieldWriter();
        fields(ref measure, packet, terse);
        return measure.Length;
    }

    private static long Size(int length) =>
        length > VariableByteInteger.Maximum ? long.MaxValue : 1L + VariableByteInteger.Measure((uint)length) + length;
}
