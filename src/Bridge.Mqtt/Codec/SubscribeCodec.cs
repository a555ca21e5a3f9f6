using System.Text;
using Bridge.Mqtt.Packets;

namespace Bridge.Mqtt.Codec;

/// <summary>
/// SUBSCRIBE (section 3.8).
/// <code>
/// | packet identifier (2) | properties, 5.0 only |
/// | filter | options | filter | options | …
///
/// options: | reserved (2) | retain handling (2) | retain as published | no local | QoS (2) |      3.1.1: QoS only
/// </code>
/// </summary>
internal static class SubscribeCodec
{
    private const int QoSBits = 0x03;
    private const int NoLocalBit = 0x04;
    private const int RetainAsPublishedBit = 0x08;
    private const int RetainHandlingShift = 4;

    private static readonly MqttFault Empty = MqttFault.Protocol("MQTT-3.8.3-2", "SUBSCRIBE without a filter");
    private static readonly MqttFault TooMany = new(MqttReasonCode.QuotaExceeded, "", "more filters than the limit");
    private static readonly MqttFault BadFilter = MqttFault.Malformed("MQTT-4.7.1-1", "not a topic filter");
    private static readonly MqttFault BadShare = MqttFault.Malformed("MQTT-4.8.2-1", "not a shared subscription's filter");
    private static readonly MqttFault ReservedBits = MqttFault.Malformed("MQTT-3.8.3-5", "reserved bits of the subscription options are set");
    private static readonly MqttFault BothQoSBits = MqttFault.Protocol("section 3.8.3.1", "a subscription asks for QoS 3");
    private static readonly MqttFault BothQoSBits311 = MqttFault.Malformed("MQTT-3-8.3-4", "a subscription asks for QoS 3");
    private static readonly MqttFault RetainHandling = MqttFault.Protocol("section 3.8.3.1", "retain handling is 3");
    private static readonly MqttFault SharedNoLocal = MqttFault.Protocol("MQTT-3.8.3-4", "no local on a shared subscription");

    public static MqttFault? Read(in MqttFrame frame, out SubscribePacket packet)
    {
        var fields = new FieldReader(frame.Body);
        var subscriptions = new List<SubscriptionRequest>();
        packet = new SubscribePacket { PacketId = fields.PacketId(), Subscriptions = subscriptions };
        if (frame.Version == MqttProtocolVersion.V5)
        {
            packet = ReadProperties(ref fields, packet, frame.Limits);
        }

        fields.Require(!fields.AtEnd, Empty);
        while (!fields.AtEnd)
        {
            fields.Require(subscriptions.Count < frame.Limits.MaximumFilters, TooMany);
            subscriptions.Add(ReadSubscription(ref fields, frame.Version));
        }

        return fields.End();
    }

    public static void Write(ref FieldWriter to, SubscribePacket packet, bool terse)
    {
        to.UInt16(packet.PacketId);
        to.Properties(packet, terse, WriteProperties);
        foreach (var subscription in packet.Subscriptions)
        {
            to.Text(subscription.Filter);
            to.Byte((byte)((int)subscription.QoS
                | (subscription.NoLocal ? NoLocalBit : 0)
                | (subscription.RetainAsPublished ? RetainAsPublishedBit : 0)
                | ((int)subscription.RetainHandling << RetainHandlingShift)));
        }
    }

    public static void WriteOld(ref FieldWriter to, SubscribePacket packet, bool terse)
    {
        to.UInt16(packet.PacketId);
        foreach (var subscription in packet.Subscriptions)
        {
            to.Text(subscription.Filter);
            to.Byte((byte)subscription.QoS);
        }
    }

    /// <summary>A filter that is well formed, for SUBSCRIBE and UNSUBSCRIBE alike; <c>$share</c> has a meaning in 5.0 only.</summary>
    public static string ReadFilter(ref FieldReader fields, MqttProtocolVersion version)
    {
        var filter = fields.Binary();
        if (version == MqttProtocolVersion.V5 && MqttText.IsShared(filter))
        {
            fields.Require(MqttText.IsSharedFilter(filter), BadShare);
        }
        else
        {
            fields.Require(MqttText.IsTopicFilter(filter), BadFilter);
        }

        return fields.Fault is null ? Encoding.UTF8.GetString(filter) : "";
    }

    private static SubscriptionRequest ReadSubscription(ref FieldReader fields, MqttProtocolVersion version)
    {
        var filter = ReadFilter(ref fields, version);
        var options = fields.Byte();
        var qos = options & QoSBits;
        if (version == MqttProtocolVersion.V311)
        {
            fields.Require(options <= QoSBits, ReservedBits);
            fields.Require(qos != QoSBits, BothQoSBits311);
            return new SubscriptionRequest(filter, (MqttQoS)qos);
        }

        var noLocal = (options & NoLocalBit) != 0;
        var handling = options >> RetainHandlingShift & 3;
        fields.Require((options & 0xC0) == 0, ReservedBits);
        fields.Require(qos != QoSBits, BothQoSBits);
        fields.Require(handling <= (int)MqttRetainHandling.SendNever, RetainHandling);
        fields.Require(!noLocal || !filter.StartsWith("$share/", StringComparison.Ordinal), SharedNoLocal);
        return new SubscriptionRequest(filter, (MqttQoS)qos, noLocal, (options & RetainAsPublishedBit) != 0, (MqttRetainHandling)handling);
    }

    private static SubscribePacket ReadProperties(ref FieldReader fields, SubscribePacket packet, CodecLimits limits)
    {
        var properties = new PropertyReader(fields.Properties(), MqttPacketType.Subscribe, limits);
        while (properties.Next())
        {
            properties.KeepPair();
            packet = properties.Id == PropertyId.SubscriptionIdentifier ? packet with { SubscriptionIdentifier = properties.Number } : packet;
        }

        fields.Fail(properties.Fault);
        return packet with { UserProperties = properties.UserProperties };
    }

    private static void WriteProperties(ref FieldWriter to, SubscribePacket packet, bool terse)
    {
        if (packet.SubscriptionIdentifier != 0)
        {
            to.Byte((byte)PropertyId.SubscriptionIdentifier);
            to.Variable(packet.SubscriptionIdentifier);
        }

        to.UserProperties(packet.UserProperties, terse);
    }
}
