using Bridge.Mqtt.Packets;

namespace Bridge.Mqtt.Codec;

/// <summary>
/// CONNACK (section 3.2).
/// <code>
/// | 0000000 session present | reason code (5.0) or return code (3.1.1) | properties, 5.0 only |
/// </code>
/// </summary>
internal static class ConnAckCodec
{
    private static readonly MqttFault ReservedFlags = MqttFault.Malformed("MQTT-3.2.2-1", "reserved acknowledge flags are set");
    private static readonly MqttFault PresentAndFailed = MqttFault.Protocol("MQTT-3.2.2-6", "a session is present in a refusal");
    private static readonly MqttFault ReservedReturnCode = MqttFault.Malformed("section 3.2.2.3", "the return code is reserved");

    private static ReadOnlySpan<MqttReasonCode> ReturnCodes =>
    [
        MqttReasonCode.Success, MqttReasonCode.UnsupportedProtocolVersion, MqttReasonCode.ClientIdentifierNotValid,
        MqttReasonCode.ServerUnavailable, MqttReasonCode.BadUserNameOrPassword, MqttReasonCode.NotAuthorized,
    ];

    public static MqttFault? Read(in MqttFrame frame, out ConnAckPacket packet)
    {
        var fields = new FieldReader(frame.Body);
        var flags = fields.Byte();
        fields.Require(flags <= 1, ReservedFlags);
        var code = fields.Byte();
        if (frame.Version == MqttProtocolVersion.V5)
        {
            fields.Fail(ReasonCodeRules.Check(MqttPacketType.ConnAck, MqttEnd.Server, code));
            packet = ReadProperties(ref fields, new ConnAckPacket { ReasonCode = (MqttReasonCode)code }, frame.Limits);
        }
        else
        {
            fields.Require(code < ReturnCodes.Length, ReservedReturnCode);
            packet = new ConnAckPacket { ReasonCode = ReturnCodes[Math.Min(code, ReturnCodes.Length - 1)] };
        }

        fields.Require(flags == 0 || code == 0, PresentAndFailed);
        packet = packet with { SessionPresent = flags == 1 };
        return fields.End();
    }

    /// <summary>
    /// The return code of 3.1.1 that is nearest, or null where there is none and the connection must be closed without a CONNACK
    /// [MQTT-3.2.2-6 of 3.1.1].
    /// </summary>
    public static byte? ReturnCode(MqttReasonCode code) => code switch
    {
        MqttReasonCode.Success => 0,
        MqttReasonCode.UnsupportedProtocolVersion => 1,
        MqttReasonCode.ClientIdentifierNotValid => 2,
        MqttReasonCode.ServerUnavailable or MqttReasonCode.ServerBusy or MqttReasonCode.ServerShuttingDown or MqttReasonCode.QuotaExceeded
            or MqttReasonCode.UseAnotherServer or MqttReasonCode.ServerMoved or MqttReasonCode.ConnectionRateExceeded => 3,
        MqttReasonCode.BadUserNameOrPassword => 4,
        MqttReasonCode.NotAuthorized or MqttReasonCode.Banned or MqttReasonCode.BadAuthenticationMethod => 5,
        _ => null,
    };

    public static void Write(ref FieldWriter to, ConnAckPacket packet, bool terse)
    {
        to.Byte(packet.SessionPresent ? (byte)1 : (byte)0);
        to.Byte((byte)packet.ReasonCode);
        to.Properties(packet, terse, WriteProperties);
    }

    public static void WriteOld(ref FieldWriter to, ConnAckPacket packet, bool terse)
    {
        to.Byte(packet.SessionPresent ? (byte)1 : (byte)0);
        to.Byte(ReturnCode(packet.ReasonCode) ?? 0);
    }

    private static ConnAckPacket ReadProperties(ref FieldReader fields, ConnAckPacket packet, CodecLimits limits)
    {
        var properties = new PropertyReader(fields.Properties(), MqttPacketType.ConnAck, limits);
        while (properties.Next())
        {
            properties.KeepPair();
            packet = properties.Id switch
            {
                PropertyId.SessionExpiryInterval => packet with { SessionExpiryInterval = properties.Number },
                PropertyId.ReceiveMaximum => packet with { ReceiveMaximum = (ushort)properties.Number },
                PropertyId.MaximumQoS => packet with { MaximumQoS = (MqttQoS)properties.Number },
                PropertyId.RetainAvailable => packet with { RetainAvailable = properties.Flag },
                PropertyId.MaximumPacketSize => packet with { MaximumPacketSize = properties.Number },
                PropertyId.AssignedClientIdentifier => packet with { AssignedClientIdentifier = properties.Text },
                PropertyId.TopicAliasMaximum => packet with { TopicAliasMaximum = (ushort)properties.Number },
                PropertyId.ReasonString => packet with { ReasonString = properties.Text },
                PropertyId.WildcardSubscriptionAvailable => packet with { WildcardSubscriptionAvailable = properties.Flag },
                PropertyId.SubscriptionIdentifierAvailable => packet with { SubscriptionIdentifiersAvailable = properties.Flag },
                PropertyId.SharedSubscriptionAvailable => packet with { SharedSubscriptionAvailable = properties.Flag },
                PropertyId.ServerKeepAlive => packet with { ServerKeepAlive = (ushort)properties.Number },
                PropertyId.ResponseInformation => packet with { ResponseInformation = properties.Text },
                PropertyId.ServerReference => packet with { ServerReference = properties.Text },
                PropertyId.AuthenticationMethod => packet with { AuthenticationMethod = properties.Text },
                PropertyId.AuthenticationData => packet with { AuthenticationData = properties.Bytes.ToArray() },
                _ => packet,
            };
        }

        fields.Fail(properties.Fault);
        return packet with { UserProperties = properties.UserProperties };
    }

    private static void WriteProperties(ref FieldWriter to, ConnAckPacket packet, bool terse)
    {
        to.UInt32(PropertyId.SessionExpiryInterval, packet.SessionExpiryInterval);
        to.UInt16(PropertyId.ReceiveMaximum, packet.ReceiveMaximum, ushort.MaxValue);
        to.Flag(PropertyId.MaximumQoS, packet.MaximumQoS == MqttQoS.AtLeastOnce, packet.MaximumQoS == MqttQoS.ExactlyOnce ? false : null);
        to.Flag(PropertyId.RetainAvailable, packet.RetainAvailable, otherwise: true);
        to.UInt32(PropertyId.MaximumPacketSize, packet.MaximumPacketSize);
        to.Text(PropertyId.AssignedClientIdentifier, packet.AssignedClientIdentifier);
        to.UInt16(PropertyId.TopicAliasMaximum, packet.TopicAliasMaximum, 0);
        to.ReasonString(packet.ReasonString, terse);
        to.UserProperties(packet.UserProperties, terse);
        to.Flag(PropertyId.WildcardSubscriptionAvailable, packet.WildcardSubscriptionAvailable, otherwise: true);
        to.Flag(PropertyId.SubscriptionIdentifierAvailable, packet.SubscriptionIdentifiersAvailable, otherwise: true);
        to.Flag(PropertyId.SharedSubscriptionAvailable, packet.SharedSubscriptionAvailable, otherwise: true);
        to.UInt16(PropertyId.ServerKeepAlive, packet.ServerKeepAlive);
        to.Text(PropertyId.ResponseInformation, packet.ResponseInformation);
        to.Text(PropertyId.ServerReference, packet.ServerReference);
        to.Text(PropertyId.AuthenticationMethod, packet.AuthenticationMethod);
        to.Binary(PropertyId.AuthenticationData, packet.AuthenticationData);
    }
}
