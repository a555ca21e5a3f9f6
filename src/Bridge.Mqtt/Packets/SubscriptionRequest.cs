using System.Runtime.InteropServices;

namespace Bridge.Mqtt.Packets;

/// <summary>One filter of a SUBSCRIBE with its options (section 3.8.3). MQTT 3.1.1 has only the QoS.</summary>
/// <param name="Filter">Topic filter, well formed; <c>$share/…</c> included.</param>
/// <param name="QoS">Highest QoS wanted.</param>
/// <param name="NoLocal">Whether the client's own messages are left out.</param>
/// <param name="RetainAsPublished">Whether the retain flag stays as the publisher set it.</param>
/// <param name="RetainHandling">What happens with retained messages.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct SubscriptionRequest(
    string Filter,
    MqttQoS QoS = MqttQoS.AtMostOnce,
    bool NoLocal = false,
    bool RetainAsPublished = false,
    MqttRetainHandling RetainHandling = MqttRetainHandling.SendAlways);
