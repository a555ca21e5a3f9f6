namespace Bridge.Mqtt.Packets;

/// <summary>How often a message may arrive (MQTT 5.0 section 4.3).</summary>
public enum MqttQoS : byte
{
    /// <summary>Sent once, never acknowledged.</summary>
    AtMostOnce = 0,

    /// <summary>Acknowledged; may arrive more than once.</summary>
    AtLeastOnce = 1,

    /// <summary>Acknowledged in two steps; arrives once.</summary>
    ExactlyOnce = 2,
}
