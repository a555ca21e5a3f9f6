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
    public static int CopyForwarded(ReadOnlySpan<byte> properties, Span<byte> destination) => throw new NotSupportedException();

    /// <summary>The user properties, in their order.</summary>
    public static IReadOnlyList<MqttUserProperty> ReadUserProperties(ReadOnlySpan<byte> properties) => throw new NotSupportedException();
}
