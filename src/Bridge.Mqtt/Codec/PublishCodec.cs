using System.Text;
using Bridge.Mqtt.Packets;

namespace Bridge.Mqtt.Codec;

/// <summary>
/// PUBLISH (section 3.3).
/// <code>
/// | 0011 | DUP | QoS (2) | RETAIN |
/// | remaining length |
/// | topic name | packet identifier (2), QoS 1 and 2 only | properties, 5.0 only | payload |
/// </code>
/// </summary>
internal static class PublishCodec
{
    private const int RetainBit = 0x01;
    private const int QoSShift = 1;
    private const int DupBit = 0x08;

    private static readonly MqttFault BothQoSBits = MqttFault.Malformed("MQTT-3.3.1-4", "PUBLISH with QoS 3");
    private static readonly MqttFault DupAtQoS0 = MqttFault.Malformed("MQTT-3.3.1-2", "DUP with QoS 0");
    private static readonly MqttFault BadTopic = MqttFault.Malformed("MQTT-3.3.2-2", "not a topic name");
    private static readonly MqttFault NoTopic = MqttFault.Protocol("section 3.3.2.1", "neither a topic name nor a topic alias");
    private static readonly MqttFault AliasZero = new(MqttReasonCode.TopicAliasInvalid, "MQTT-3.3.2-8", "the topic alias is 0");
    private static readonly MqttFault IdentifierFromClient = MqttFault.Protocol("MQTT-3.3.4-6", "a client sends no subscription identifier");

    public static MqttFault? Read(scoped in MqttFrame frame, out PublishView view)
    {
        var first = frame.Header.First;
        var qos = first >> QoSShift & 3;
        var dup = (first & DupBit) != 0;
        var fields = new FieldReader(frame.Body);
        fields.Require(qos <= (int)MqttQoS.ExactlyOnce, BothQoSBits);
        fields.Require(qos != 0 || !dup, DupAtQoS0);
        var topic = fields.Binary();
        var read = new PublishView
        {
            Dup = dup,
            QoS = (MqttQoS)qos,
            Retain = (first & RetainBit) != 0,
            Topic = topic,
            PacketId = qos == 0 ? (ushort)0 : fields.PacketId(),
        };
        if (frame.Version == MqttProtocolVersion.V5)
        {
            ReadProperties(ref fields, frame.Sender, frame.Limits, ref read);
        }

        // An empty topic is only allowed where an alias stands for it, so never in 3.1.1 [MQTT-4.7.3-1].
        var empty = topic.IsEmpty && frame.Version == MqttProtocolVersion.V5;
        fields.Require(!empty || read.TopicAlias != 0, NoTopic);
        fields.Require(empty || MqttText.IsTopicName(topic), BadTopic);
        read.Payload = fields.Remainder();
        view = read;
        return fields.Fault;
    }

    /// <summary>The first byte.</summary>
    public static byte First(bool dup, MqttQoS qos, bool retain) =>
        (byte)((int)MqttPacketType.Publish << 4 | (dup ? DupBit : 0) | ((int)qos << QoSShift) | (retain ? RetainBit : 0));

    public static void Write(ref FieldWriter to, PublishPacket packet, bool terse)
    {
        WriteStart(ref to, packet);
        to.Properties(packet, terse: false, WriteProperties);
        to.Raw(packet.Payload.Span);
    }

    public static void WriteOld(ref FieldWriter to, PublishPacket packet, bool terse)
    {
        WriteStart(ref to, packet);
        to.Raw(packet.Payload.Span);
    }

    private static void WriteStart(ref FieldWriter to, PublishPacket packet)
    {
        to.Text(packet.Topic);
        if (packet.QoS != MqttQoS.AtMostOnce)
        {
            to.UInt16(packet.PacketId);
        }
    }

    private static void ReadProperties(scoped ref FieldReader fields, MqttEnd sender, CodecLimits limits, ref PublishView view)
    {
        view.Properties = fields.Properties();
        view.PropertiesForwardAsTheyAre = true;
        if (view.Properties.IsEmpty)
        {
            return;
        }

        var properties = new PropertyReader(view.Properties, MqttPacketType.Publish, limits);
        while (properties.Next())
        {
            Keep(ref fields, properties, sender, ref view);
        }

        fields.Fail(properties.Fault);
    }

    private static void Keep(scoped ref FieldReader fields, scoped in PropertyReader property, MqttEnd sender, ref PublishView view)
    {
        switch (property.Id)
        {
            case PropertyId.PayloadFormatIndicator:
                view.PayloadIsText = property.Flag;
                break;
            case PropertyId.MessageExpiryInterval:
                view.MessageExpiryInterval = property.Number;
                view.PropertiesForwardAsTheyAre = false;
                break;
            case PropertyId.TopicAlias:
                view.TopicAlias = (ushort)property.Number;
                view.PropertiesForwardAsTheyAre = false;
                fields.Require(property.Number != 0, AliasZero);
                break;
            case PropertyId.SubscriptionIdentifier:
                view.PropertiesForwardAsTheyAre = false;
                fields.Require(sender == MqttEnd.Server, IdentifierFromClient);
                break;
            case PropertyId.ResponseTopic:
                view.ResponseTopic = property.Bytes;
                break;
            case PropertyId.CorrelationData:
                view.CorrelationData = property.Bytes;
                view.HasCorrelationData = true;
                break;
            case PropertyId.ContentType:
                view.ContentType = property.Bytes;
                view.HasContentType = true;
                break;
        }
    }

    private static void WriteProperties(ref FieldWriter to, PublishPacket packet, bool terse)
    {
        to.Flag(PropertyId.PayloadFormatIndicator, packet.PayloadIsText, otherwise: false);
        to.UInt32(PropertyId.MessageExpiryInterval, packet.MessageExpiryInterval);
        to.UInt16(PropertyId.TopicAlias, packet.TopicAlias, 0);
        to.Text(PropertyId.ResponseTopic, packet.ResponseTopic);
        to.Binary(PropertyId.CorrelationData, packet.CorrelationData);
        foreach (var identifier in packet.SubscriptionIdentifiers)
        {
            to.Byte((byte)PropertyId.SubscriptionIdentifier);
            to.Variable(identifier);
        }

        to.Text(PropertyId.ContentType, packet.ContentType);
        to.UserProperties(packet.UserProperties, terse);
    }
}
