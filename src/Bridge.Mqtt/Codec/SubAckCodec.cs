using Bridge.Mqtt.Packets;

namespace Bridge.Mqtt.Codec;

/// <summary>
/// SUBACK (section 3.9).
/// <code>
/// | packet identifier (2) | properties, 5.0 only | reason code | reason code | …
/// </code>
/// </summary>
internal static class SubAckCodec
{
    private const byte Failure = 0x80;

    private static readonly MqttFault Empty = MqttFault.Protocol("MQTT-3.9.3-1", "SUBACK without a reason code");
    private static readonly MqttFault ReservedCode = MqttFault.Malformed("MQTT-3.9.3-2", "the return code is reserved");

    public static MqttFault? Read(in MqttFrame frame, out SubAckPacket packet)
    {
        var fields = new FieldReader(frame.Body);
        var codes = new List<MqttReasonCode>();
        packet = new SubAckPacket { PacketId = fields.PacketId(), ReasonCodes = codes };
        if (frame.Version == MqttProtocolVersion.V5)
        {
            var properties = new PropertyReader(fields.Properties(), MqttPacketType.SubAck, frame.Limits);
            while (properties.Next())
            {
                properties.KeepPair();
                packet = properties.Id == PropertyId.ReasonString ? packet with { ReasonString = properties.Text } : packet;
            }

            fields.Fail(properties.Fault);
            packet = packet with { UserProperties = properties.UserProperties };
        }

        fields.Require(!fields.AtEnd, Empty);
        while (!fields.AtEnd)
        {
            var code = fields.Byte();
            codes.Add((MqttReasonCode)code);
            fields.Fail(frame.Version == MqttProtocolVersion.V5
                ? ReasonCodeRules.Check(MqttPacketType.SubAck, MqttEnd.Server, code)
                : code is <= (byte)MqttQoS.ExactlyOnce or Failure ? null : ReservedCode);
        }

        return fields.End();
    }

    public static void Write(ref FieldWriter to, SubAckPacket packet, bool terse)
    {
        to.UInt16(packet.PacketId);
        to.Properties(packet, terse, static (ref FieldWriter fields, SubAckPacket source, bool small) =>
        {
            fields.ReasonString(source.ReasonString, small);
            fields.UserProperties(source.UserProperties, small);
        });
        foreach (var code in packet.ReasonCodes)
        {
            to.Byte((byte)code);
        }
    }

    public static void WriteOld(ref FieldWriter to, SubAckPacket packet, bool terse)
    {
        to.UInt16(packet.PacketId);
        foreach (var code in packet.ReasonCodes)
        {
            to.Byte(Math.Min((byte)code, Failure));
        }
    }
}
