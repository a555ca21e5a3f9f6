using Bridge.Mqtt.Packets;

namespace Bridge.Mqtt.Codec;

/// <summary>
/// CONNECT (section 3.1).
/// <code>
/// | 00 04 'M' 'Q' 'T' 'T' | level | flags | keep alive (2) |
/// | properties, 5.0 only |
/// | client id | will properties, 5.0 only | will topic | will payload | user name | password |
///
/// flags: | user name | password | will retain | will QoS (2) | will | clean start | reserved |
/// </code>
/// </summary>
internal static class ConnectCodec
{
    private const byte Reserved = 0x01;
    private const byte CleanStart = 0x02;
    private const byte HasPassword = 0x40;
    private const byte HasUserName = 0x80;

    private static readonly MqttFault NotMqtt = new(MqttReasonCode.UnsupportedProtocolVersion, "MQTT-3.1.2-1", "the protocol name is not MQTT");
    private static readonly MqttFault OtherVersion = new(MqttReasonCode.UnsupportedProtocolVersion, "MQTT-3.1.2-2", "neither MQTT 3.1.1 nor 5.0");
    private static readonly MqttFault ReservedFlag = MqttFault.Malformed("MQTT-3.1.2-3", "the reserved flag of CONNECT is set");
    private static readonly MqttFault LonePassword = MqttFault.Malformed("MQTT-3.1.2-22", "a password without a user name, in MQTT 3.1.1");
    private static readonly MqttFault Overlong = MqttFault.Malformed("MQTT-1.5.5-1", "remaining length takes more bytes than it needs");
    private static readonly MqttFault DataWithoutMethod = MqttFault.Protocol("section 3.1.2.11.10", "authentication data without a method");

    /// <summary>Reads the body. <paramref name="answer"/> is the version of a refusal; unknown where the peer doesn't speak MQTT at all.</summary>
    public static MqttFault? Read(in MqttFrame frame, out ConnectPacket packet, out MqttProtocolVersion answer)
    {
        var fields = new FieldReader(frame.Body);
        answer = ReadVersion(ref fields);
        packet = new ConnectPacket { Version = answer };
        if (fields.Fault is { } fault)
        {
            return fault;
        }

        fields.Require(answer == MqttProtocolVersion.V311 || !frame.Header.IsOverlong, Overlong);
        var flags = fields.Byte();
        fields.Require((flags & Reserved) == 0, ReservedFlag);
        fields.Require(answer == MqttProtocolVersion.V5 || (flags & (HasPassword | HasUserName)) != HasPassword, LonePassword);
        packet = packet with { CleanStart = (flags & CleanStart) != 0, KeepAlive = fields.UInt16() };
        if (answer == MqttProtocolVersion.V5)
        {
            packet = ReadProperties(ref fields, packet, frame.Limits);
        }

        packet = packet with
        {
            ClientId = fields.String(),
            Will = WillCodec.Read(ref fields, flags, answer, frame.Limits),
            UserName = (flags & HasUserName) != 0 ? fields.String() : null,
            Password = (flags & HasPassword) != 0 ? (ReadOnlyMemory<byte>?)fields.Binary().ToArray() : null,
        };
        return fields.End();
    }

    public static void Write(ref FieldWriter to, ConnectPacket packet, bool terse)
    {
        to.Text("MQTT");
        to.Byte((byte)packet.Version);
        var flags = WillCodec.Flags(packet.Will)
            | (packet.CleanStart ? CleanStart : 0)
            | (packet.UserName is null ? 0 : HasUserName)
            | (packet.Password is null ? 0 : HasPassword);
        to.Byte((byte)flags);
        to.UInt16(packet.KeepAlive);
        if (packet.Version == MqttProtocolVersion.V5)
        {
            to.Properties(packet, terse, WriteProperties);
        }

        to.Text(packet.ClientId);
        WillCodec.Write(ref to, packet.Will, packet.Version);
        to.OptionalText(packet.UserName);
        to.OptionalBinary(packet.Password);
    }

    // MQTT 3.1 calls itself MQIsdp; it and levels below 4 are refused in the shape of 3.1.1, which they understand [MQTT-3.1.2-2].
    private static MqttProtocolVersion ReadVersion(ref FieldReader fields)
    {
        var name = fields.Binary();
        var old = name.SequenceEqual("MQIsdp"u8);
        fields.Require(old || name.SequenceEqual("MQTT"u8), NotMqtt);
        var level = fields.Byte();
        fields.Require(!old && level is (byte)MqttProtocolVersion.V311 or (byte)MqttProtocolVersion.V5, OtherVersion);
        return fields.Fault switch
        {
            null => (MqttProtocolVersion)level,
            var fault when fault != OtherVersion => MqttProtocolVersion.Unknown,
            _ => old || level < (byte)MqttProtocolVersion.V5 ? MqttProtocolVersion.V311 : MqttProtocolVersion.V5,
        };
    }

    private static ConnectPacket ReadProperties(ref FieldReader fields, ConnectPacket packet, CodecLimits limits)
    {
        var properties = new PropertyReader(fields.Properties(), MqttPacketType.Connect, limits);
        while (properties.Next())
        {
            properties.KeepPair();
            packet = properties.Id switch
            {
                PropertyId.SessionExpiryInterval => packet with { SessionExpiryInterval = properties.Number },
                PropertyId.ReceiveMaximum => packet with { ReceiveMaximum = (ushort)properties.Number },
                PropertyId.MaximumPacketSize => packet with { MaximumPacketSize = properties.Number },
                PropertyId.TopicAliasMaximum => packet with { TopicAliasMaximum = (ushort)properties.Number },
                PropertyId.RequestResponseInformation => packet with { RequestResponseInformation = properties.Flag },
                PropertyId.RequestProblemInformation => packet with { RequestProblemInformation = properties.Flag },
                PropertyId.AuthenticationMethod => packet with { AuthenticationMethod = properties.Text },
                PropertyId.AuthenticationData => packet with { AuthenticationData = properties.Bytes.ToArray() },
                _ => packet,
            };
        }

        fields.Fail(properties.Fault);
        fields.Require(packet.AuthenticationData is null || packet.AuthenticationMethod is not null, DataWithoutMethod);
        return packet with { UserProperties = properties.UserProperties };
    }

    private static void WriteProperties(ref FieldWriter to, ConnectPacket packet, bool terse)
    {
        to.UInt32(PropertyId.SessionExpiryInterval, packet.SessionExpiryInterval, 0);
        to.UInt16(PropertyId.ReceiveMaximum, packet.ReceiveMaximum, ushort.MaxValue);
        to.UInt32(PropertyId.MaximumPacketSize, packet.MaximumPacketSize);
        to.UInt16(PropertyId.TopicAliasMaximum, packet.TopicAliasMaximum, 0);
        to.Flag(PropertyId.RequestResponseInformation, packet.RequestResponseInformation, otherwise: false);
        to.Flag(PropertyId.RequestProblemInformation, packet.RequestProblemInformation, otherwise: true);
        to.Text(PropertyId.AuthenticationMethod, packet.AuthenticationMethod);
        to.Binary(PropertyId.AuthenticationData, packet.AuthenticationData);
        to.UserProperties(packet.UserProperties, terse);
    }
}
