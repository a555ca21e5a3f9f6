using Bridge.Mqtt.Packets;

namespace Bridge.Mqtt.Codec;

/// <summary>Works on the properties of a PUBLISH as they lie in a <see cref="PublishView"/>: checked bytes, without their length.</summary>
public static class PublishProperties
{
    /// <summary>
    /// Copies what a server forwards unaltered (payload format, response topic, correlation data, content type, user properties, in
    /// their order) and leaves out what belongs to one hop (expiry, alias, subscription identifiers). Returns the bytes written;
    /// never more than came in.
    /// </summary>
    public static int CopyForwarded(ReadOnlySpan<byte> properties, Span<byte> destination)
    {
        var reader = new PropertyReader(properties, MqttPacketType.Publish, CodecLimits.None);
        var written = 0;
        for (var start = 0; reader.Next(); start = reader.Position)
        {
            if (reader.Id is not (PropertyId.MessageExpiryInterval or PropertyId.TopicAlias or PropertyId.SubscriptionIdentifier))
            {
                properties[start..reader.Position].CopyTo(destination[written..]);
                written += reader.Position - start;
            }
        }

        return written;
    }

    /// <summary>The user properties, in their order.</summary>
    public static IReadOnlyList<MqttUserProperty> ReadUserProperties(ReadOnlySpan<byte> properties)
    {
        var reader = new PropertyReader(properties, MqttPacketType.Publish, CodecLimits.None);
        while (reader.Next())
        {
            reader.KeepPair();
        }

        return reader.UserProperties;
    }

    /// <summary>The identifiers of the subscriptions that matched, in their order; from a server only.</summary>
    public static IReadOnlyList<uint> ReadSubscriptionIdentifiers(ReadOnlySpan<byte> properties)
    {
        var reader = new PropertyReader(properties, MqttPacketType.Publish, CodecLimits.None);
        List<uint>? identifiers = null;
        while (reader.Next())
        {
            if (reader.Id == PropertyId.SubscriptionIdentifier)
            {
                (identifiers ??= []).Add(reader.Number);
            }
        }

        return identifiers ?? (IReadOnlyList<uint>)[];
    }
}
