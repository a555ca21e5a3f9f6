using Bridge.Mqtt.Packets;

namespace Bridge.Mqtt.Broker;

/// <summary>One subscription of a stored session; the filter has its <c>$share/name/</c>, if any.</summary>
public sealed record StoredSubscription(
    string Filter,
    MqttQoS QoS,
    bool NoLocal,
    bool RetainAsPublished,
    uint? Identifier);
