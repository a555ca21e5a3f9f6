using Bridge.Mqtt.Packets;

namespace Bridge.Mqtt.Codec;

/// <summary>
/// UNSUBACK (section 3.11).
/// <code>
/// | packet identifier (2) |                                               3.1.1
/// | packet identifier (2) | properties | reason code | reason code | …    5.0
/// </code>
/// </summary>
internal static class UnsubAckCodec
{
    private static readonly MqttFault Empty = MqttFault.Protocol("MQTT-3.11.3-1", "UNSUBACK without a reason code");

    public static MqttFault? Read(in MqttFrame frame, out UnsubAckPacket packet)
    {
        var fields = new FieldReader(frame.Body);
        packet = new UnsubAckPacket { PacketId = fields.PacketId() };
        if (frame.Version == MqttProtocolVersion.V311)
        {
            return fields.End();
        }

        var properties = new PropertyReader(fields.Properties(), MqttPacketType.UnsubAck, frame.Limits);
        while (properties.Next())
        {
            properties.KeepPair();
            packet = properties.Id == PropertyId.ReasonString ? packet with { ReasonString = properties.Text } : packet;
        }

        fields.Fail(properties.Fault);
        var codes = new List<MqttReasonCode>();
        fields.Require(!fields.AtEnd, Empty);
        while (!fields.AtEnd)
        {
            var code = fields.Byte();
            codes.Add((MqttReasonCode)code);
            fields.Fail(ReasonCodeRules.Check(MqttPacketType.UnsubAck, MqttEnd.Server, code));
        }

        packet = packet with { UserProperties = properties.UserProperties, ReasonCodes = codes };
        return fields.End();
    }

    public static void Write(ref FieldWriter to, UnsubAckPacket packet, bool terse)
    {
        to.UInt16(packet.PacketId);
        to.Properties(packet, terse, static (ref FieldWriter fields, UnsubAckPacket source, bool small) =>
        {
            fields.ReasonString(source.ReasonString, small);
            fields.UserProperties(source.UserProperties, small);
        });
        foreach (var code in packet.ReasonCodes)
        {
            to.Byte((byte)code);
        }
    }

    public static void WriteOld(ref FieldWriter to, UnsubAckPacket packet, bool terse) => to.UInt16(packet.PacketId);
}
