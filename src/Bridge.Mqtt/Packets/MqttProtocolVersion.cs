namespace Bridge.Mqtt.Packets;

/// <summary>The protocol level of a connection, as CONNECT carries it.</summary>
public enum MqttProtocolVersion : byte
{
    /// <summary>Not known yet: no CONNECT has been read.</summary>
    Unknown = 0,

    /// <summary>MQTT 3.1.1.</summary>
    V311 = 4,

    /// <summary>MQTT 5.0.</summary>
    V5 = 5,
}
