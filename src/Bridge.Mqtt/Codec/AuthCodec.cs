using Bridge.Mqtt.Packets;

namespace Bridge.Mqtt.Codec;

/// <summary>
/// AUTH (section 3.15), 5.0 only.
/// <code>
/// | nothing |                          success without properties
/// | reason code | properties |
/// </code>
/// </summary>
internal static class AuthCodec
{
    private static readonly MqttFault NoMethod = MqttFault.Protocol("section 3.15.2.2.2", "AUTH without an authentication method");

    public static MqttFault? Read(in MqttFrame frame, out AuthPacket packet)
    {
        var fields = new FieldReader(frame.Body);
        packet = new AuthPacket();
        var code = fields.AtEnd ? (byte)MqttReasonCode.Success : fields.Byte();
        fields.Fail(ReasonCodeRules.Check(MqttPacketType.Auth, frame.Sender, code));
        packet = packet with { ReasonCode = (MqttReasonCode)code };
        if (frame.Body.IsEmpty)
        {
            return fields.Fault;
        }

        var properties = new PropertyReader(fields.Properties(), MqttPacketType.Auth, frame.Limits);
        while (properties.Next())
        {
            properties.KeepPair();
            packet = properties.Id switch
            {
                PropertyId.AuthenticationMethod => packet with { AuthenticationMethod = properties.Text },
                PropertyId.AuthenticationData => packet with { AuthenticationData = properties.Bytes.ToArray() },
                PropertyId.ReasonString => packet with { ReasonString = properties.Text },
                _ => packet,
            };
        }

        fields.Fail(properties.Fault);
        fields.Require(packet.AuthenticationMethod is not null, NoMethod);
        packet = packet with { UserProperties = properties.UserProperties };
        return fields.End();
    }

    public static void Write(ref FieldWriter to, AuthPacket packet, bool terse) =>
        to.ReasonAndProperties(packet.ReasonCode, packet, terse, static (ref FieldWriter fields, AuthPacket source, bool small) =>
        {
            fields.Text(PropertyId.AuthenticationMethod, source.AuthenticationMethod);
            fields.Binary(PropertyId.AuthenticationData, source.AuthenticationData);
            fields.ReasonString(source.ReasonString, small);
            fields.UserProperties(source.UserProperties, small);
        });
}
