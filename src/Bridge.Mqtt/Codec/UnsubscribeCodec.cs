using Bridge.Mqtt.Packets;

namespace Bridge.Mqtt.Codec;

/// <summary>
/// UNSUBSCRIBE (section 3.10).
/// <code>
/// | packet identifier (2) | properties, 5.0 only | filter | filter | …
/// </code>
/// </summary>
internal static class UnsubscribeCodec
{
    private static readonly MqttFault Empty = MqttFault.Protocol("MQTT-3.10.3-2", "UNSUBSCRIBE without a filter");
    private static readonly MqttFault TooMany = new(MqttReasonCode.QuotaExceeded, "", "more filters than the limit");

    public static MqttFault? Read(in MqttFrame frame, out UnsubscribePacket packet)
    {
        var fields = new FieldReader(frame.Body);
        var filters = new List<string>();
        packet = new UnsubscribePacket { PacketId = fields.PacketId(), Filters = filters };
        if (frame.Version == MqttProtocolVersion.V5)
        {
            var properties = new PropertyReader(fields.Properties(), MqttPacketType.Unsubscribe, frame.Limits);
            while (properties.Next())
            {
                properties.KeepPair();
            }

            fields.Fail(properties.Fault);
            packet = packet with { UserProperties = properties.UserProperties };
        }

        fields.Require(!fields.AtEnd, Empty);
        while (!fields.AtEnd)
        {
            fields.Require(filters.Count < frame.Limits.MaximumFilters, TooMany);
            filters.Add(SubscribeCodec.ReadFilter(ref fields, frame.Version));
        }

        return fields.End();
    }

    public static void Write(ref FieldWriter to, UnsubscribePacket packet, bool terse)
    {
        to.UInt16(packet.PacketId);
        to.Properties(packet, terse, static (ref FieldWriter fields, UnsubscribePacket source, bool small) =>
            fields.UserProperties(source.UserProperties, small));
        WriteFilters(ref to, packet);
    }

    public static void WriteOld(ref FieldWriter to, UnsubscribePacket packet, bool terse)
    {
        to.UInt16(packet.PacketId);
        WriteFilters(ref to, packet);
    }

    private static void WriteFilters(ref FieldWriter to, UnsubscribePacket packet)
    {
        foreach (var filter in packet.Filters)
        {
            to.Text(filter);
        }
    }
}
