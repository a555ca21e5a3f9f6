using Bridge.Mqtt.Packets;

namespace Bridge.Mqtt.Codec;

/// <summary>
/// DISCONNECT (section 3.14).
/// <code>
/// | nothing |                          3.1.1, or a normal end without properties
/// | reason code |                      5.0 without properties
/// | reason code | properties |         5.0
/// </code>
/// </summary>
internal static class DisconnectCodec
{
    private static readonly MqttFault ExpiryFromServer = MqttFault.Protocol("MQTT-3.14.2-2", "a server sends no session expiry in DISCONNECT");
    private static readonly MqttFault ReferenceFromClient = MqttFault.Protocol("section 3.14.2.2.5", "a client sends no server reference");

    public static MqttFault? Read(in MqttFrame frame, out DisconnectPacket packet)
    {
        var fields = new FieldReader(frame.Body);
        packet = new DisconnectPacket();
        if (fields.AtEnd)
        {
            return null;
        }

        var code = fields.Byte();
        fields.Fail(ReasonCodeRules.Check(MqttPacketType.Disconnect, frame.Sender, code));
        packet = packet with { ReasonCode = (MqttReasonCode)code };

        // Below 2 bytes there is no property length (section 3.14.2.2.1).
        if (!fields.AtEnd)
        {
            packet = ReadProperties(ref fields, packet, frame);
        }

        return fields.End();
    }

    public static void Write(ref FieldWriter to, DisconnectPacket packet, bool terse) =>
        to.ReasonAndProperties(packet.ReasonCode, packet, terse, static (ref FieldWriter fields, DisconnectPacket source, bool small) =>
        {
            fields.UInt32(PropertyId.SessionExpiryInterval, source.SessionExpiryInterval);
            fields.ReasonString(source.ReasonString, small);
            fields.UserProperties(source.UserProperties, small);
            fields.Text(PropertyId.ServerReference, source.ServerReference);
        });

    public static void WriteOld(ref FieldWriter to, DisconnectPacket packet, bool terse)
    {
        // Empty: in MQTT 3.1.1 it has nothing to say but that it is one.
    }

    private static DisconnectPacket ReadProperties(ref FieldReader fields, DisconnectPacket packet, in MqttFrame frame)
    {
        var properties = new PropertyReader(fields.Properties(), MqttPacketType.Disconnect, frame.Limits);
        while (properties.Next())
        {
            properties.KeepPair();
            packet = properties.Id switch
            {
                PropertyId.SessionExpiryInterval => packet with { SessionExpiryInterval = properties.Number },
                PropertyId.ReasonString => packet with { ReasonString = properties.Text },
                PropertyId.ServerReference => packet with { ServerReference = properties.Text },
                _ => packet,
            };
        }

        fields.Fail(properties.Fault);
        fields.Require(packet.SessionExpiryInterval is null || frame.Sender == MqttEnd.Client, ExpiryFromServer);
        fields.Require(packet.ServerReference is null || frame.Sender == MqttEnd.Server, ReferenceFromClient);
        return packet with { UserProperties = properties.UserProperties };
    }
}
