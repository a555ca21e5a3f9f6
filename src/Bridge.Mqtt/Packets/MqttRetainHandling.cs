namespace Bridge.Mqtt.Packets;

/// <summary>What a new subscription does with retained messages (MQTT 5.0 section 3.8.3.1).</summary>
public enum MqttRetainHandling : byte
{
    /// <summary>Send them whenever the subscription is made.</summary>
    SendAlways = 0,

    /// <summary>Send them only where the subscription did not exist.</summary>
    SendIfNew = 1,

    /// <summary>Send none.</summary>
    SendNever = 2,
}
