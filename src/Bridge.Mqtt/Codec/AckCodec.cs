using System.Buffers;
using System.Buffers.Binary;
using Bridge.Mqtt.Packets;

namespace Bridge.Mqtt.Codec;

/// <summary>
/// PUBACK, PUBREC, PUBREL and PUBCOMP (sections 3.4–3.7), alike but for the first byte.
/// <code>
/// | packet identifier (2) |                                        3.1.1, or success without properties
/// | packet identifier (2) | reason code |                          5.0 without properties
/// | packet identifier (2) | reason code | properties |             5.0
/// </code>
/// </summary>
internal static class AckCodec
{
    private const int ShortBody = 2;
    private const int LongBody = 3;

    public static MqttFault? Read(in MqttFrame frame, out AckPacket packet)
    {
        var fields = new FieldReader(frame.Body);
        var id = fields.PacketId();
        packet = new AckPacket(frame.Type, id);
        if (fields.AtEnd)
        {
            return fields.Fault;
        }

        var code = fields.Byte();
        fields.Fail(ReasonCodeRules.Check(frame.Type, frame.Sender, code));
        packet = packet with { ReasonCode = (MqttReasonCode)code };

        // Below 4 bytes there is no property length, and none is used (section 3.4.2.2.1).
        if (!fields.AtEnd)
        {
            packet = ReadProperties(ref fields, packet, frame.Limits);
        }

        return fields.End();
    }

    /// <summary>Writes a packet without properties, the common case.</summary>
    public static void WriteShort(IBufferWriter<byte> output, in AckPacket packet, bool withCode)
    {
        var size = 2 + (withCode ? LongBody : ShortBody);
        var bytes = output.GetSpan(size);
        bytes[0] = First(packet.Type);
        bytes[1] = (byte)(size - 2);
        BinaryPrimitives.WriteUInt16BigEndian(bytes[2..], packet.PacketId);
        if (withCode)
        {
            bytes[4] = (byte)packet.ReasonCode;
        }

        output.Advance(size);
    }

    public static void Write(ref FieldWriter to, AckPacket packet, bool terse)
    {
        to.UInt16(packet.PacketId);
        to.Byte((byte)packet.ReasonCode);
        to.Properties(packet, terse, WriteProperties);
    }

    /// <summary>The first byte; PUBREL has flags 0010 [MQTT-3.6.1-1].</summary>
    public static byte First(MqttPacketType type) => (byte)((int)type << 4 | (type == MqttPacketType.PubRel ? 0b0010 : 0));

    private static AckPacket ReadProperties(ref FieldReader fields, AckPacket packet, CodecLimits limits)
    {
        var properties = new PropertyReader(fields.Properties(), packet.Type, limits);
        while (properties.Next())
        {
            properties.KeepPair();
            packet = properties.Id == PropertyId.ReasonString ? packet with { ReasonString = properties.Text } : packet;
        }

        fields.Fail(properties.Fault);
        return properties.UserProperties.Count > 0 ? packet with { UserProperties = properties.UserProperties } : packet;
    }

    private static void WriteProperties(ref FieldWriter to, AckPacket packet, bool terse)
    {
        to.ReasonString(packet.ReasonString, terse);
        to.UserProperties(packet.UserProperties, terse);
    }
}
