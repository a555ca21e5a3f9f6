namespace Bridge.Mqtt.Broker;

/// <summary>How far a QoS 1 or 2 delivery is (MQTT 5.0, 4.3).</summary>
internal enum DeliveryState : byte
{
    /// <summary>Has no packet id yet.</summary>
    Waiting,

    /// <summary>PUBLISH sent, or to be sent again after a reconnect; PUBACK or PUBREC is awaited.</summary>
    Published,

    /// <summary>PUBREC received, PUBREL sent or to be sent again; PUBCOMP is awaited.</summary>
    Released,

    /// <summary>Ended; keeps its place until everything before it has ended.</summary>
    Done,
}
