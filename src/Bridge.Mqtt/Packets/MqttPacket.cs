namespace Bridge.Mqtt.Packets;

/// <summary>A control packet, parsed whole. Acknowledgements and the hot PUBLISH have structs of their own.</summary>
public abstract record MqttPacket
{
    /// <summary>Which packet this is.</summary>
    public abstract MqttPacketType Type { get; }

    /// <summary>User properties in their order; MQTT 5.0 only.</summary>
    public IReadOnlyList<MqttUserProperty> UserProperties { get; init; } = [];
}
