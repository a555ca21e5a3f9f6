using System.Text;
using Bridge.Mqtt.Packets;

namespace Bridge.Mqtt.Codec;

/// <summary>
/// The will inside CONNECT (section 3.1.3.2).
/// <code>
/// | will properties, 5.0 only | will topic | length (2) and payload |
///
/// flags of CONNECT: | . | . | will retain | will QoS (2) | will | . | . |
/// </code>
/// </summary>
internal static class WillCodec
{
    private const byte HasWill = 0x04;
    private const byte QoSBits = 0x18;
    private const byte RetainBit = 0x20;

    private static readonly MqttFault FlagsWithoutWill = MqttFault.Malformed("MQTT-3.1.2-11", "will QoS or will retain without a will");
    private static readonly MqttFault BothQoSBits = MqttFault.Malformed("MQTT-3.1.2-12", "the will has QoS 3");

    /// <summary>Reads the will that the flags of CONNECT announce, or null where they announce none [MQTT-3.1.2-13].</summary>
    public static WillMessage? Read(ref FieldReader fields, byte flags, MqttProtocolVersion version, CodecLimits limits)
    {
        if ((flags & HasWill) == 0)
        {
            fields.Require((flags & (QoSBits | RetainBit)) == 0, FlagsWithoutWill);
            return null;
        }

        var qos = (MqttQoS)((flags & QoSBits) >> 3);
        fields.Require(qos <= MqttQoS.ExactlyOnce, BothQoSBits);
        var will = new WillMessage { Topic = "", QoS = qos, Retain = (flags & RetainBit) != 0 };
        if (version == MqttProtocolVersion.V5)
        {
            will = ReadProperties(ref fields, will, limits);
        }

        return will with { Topic = Encoding.UTF8.GetString(fields.Topic()), Payload = fields.Binary().ToArray() };
    }

    /// <summary>The flags of CONNECT that speak of the will.</summary>
    public static int Flags(WillMessage? will) =>
        will is null ? 0 : HasWill | ((int)will.QoS << 3) | (will.Retain ? RetainBit : 0);

    public static void Write(ref FieldWriter to, WillMessage? will, MqttProtocolVersion version)
    {
        if (will is null)
        {
            return;
        }

        if (version == MqttProtocolVersion.V5)
        {
            to.Properties(will, terse: false, WriteProperties);
        }

        to.Text(will.Topic);
        to.Binary(will.Payload.Span);
    }

    private static WillMessage ReadProperties(ref FieldReader fields, WillMessage will, CodecLimits limits)
    {
        var properties = new PropertyReader(fields.Properties(), PropertyRule.Will, limits);
        while (properties.Next())
        {
            properties.KeepPair();
            will = properties.Id switch
            {
                PropertyId.WillDelayInterval => will with { DelayInterval = properties.Number },
                PropertyId.PayloadFormatIndicator => will with { PayloadIsText = properties.Flag },
                PropertyId.MessageExpiryInterval => will with { MessageExpiryInterval = properties.Number },
                PropertyId.ContentType => will with { ContentType = properties.Text },
                PropertyId.ResponseTopic => will with { ResponseTopic = properties.Text },
                PropertyId.CorrelationData => will with { CorrelationData = properties.Bytes.ToArray() },
                _ => will,
            };
        }

        fields.Fail(properties.Fault);
        return will with { UserProperties = properties.UserProperties };
    }

    private static void WriteProperties(ref FieldWriter to, WillMessage will, bool terse)
    {
        to.UInt32(PropertyId.WillDelayInterval, will.DelayInterval, 0);
        to.Flag(PropertyId.PayloadFormatIndicator, will.PayloadIsText, otherwise: false);
        to.UInt32(PropertyId.MessageExpiryInterval, will.MessageExpiryInterval);
        to.Text(PropertyId.ContentType, will.ContentType);
        to.Text(PropertyId.ResponseTopic, will.ResponseTopic);
        to.Binary(PropertyId.CorrelationData, will.CorrelationData);
        to.UserProperties(will.UserProperties, terse);
    }
}
