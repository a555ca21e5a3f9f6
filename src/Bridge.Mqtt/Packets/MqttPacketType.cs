namespace Bridge.Mqtt.Packets;

/// <summary>The control packets, by the number in the high half of the first byte (MQTT 5.0 section 2.1.2).</summary>
public enum MqttPacketType : byte
{
    /// <summary>No packet: the number is forbidden.</summary>
    Reserved = 0,

    /// <summary>Client asks to connect.</summary>
    Connect = 1,

    /// <summary>Server answers a CONNECT.</summary>
    ConnAck = 2,

    /// <summary>An application message, either way.</summary>
    Publish = 3,

    /// <summary>Answers a QoS 1 PUBLISH.</summary>
    PubAck = 4,

    /// <summary>First answer to a QoS 2 PUBLISH.</summary>
    PubRec = 5,

    /// <summary>Answers a PUBREC.</summary>
    PubRel = 6,

    /// <summary>Answers a PUBREL and ends the QoS 2 exchange.</summary>
    PubComp = 7,

    /// <summary>Client asks for subscriptions.</summary>
    Subscribe = 8,

    /// <summary>Server answers a SUBSCRIBE.</summary>
    SubAck = 9,

    /// <summary>Client gives subscriptions up.</summary>
    Unsubscribe = 10,

    /// <summary>Server answers an UNSUBSCRIBE.</summary>
    UnsubAck = 11,

    /// <summary>Client shows that it lives.</summary>
    PingReq = 12,

    /// <summary>Server answers a PINGREQ.</summary>
    PingResp = 13,

    /// <summary>The last packet of a connection; from the server in MQTT 5.0 only.</summary>
    Disconnect = 14,

    /// <summary>A step of enhanced authentication; MQTT 5.0 only.</summary>
    Auth = 15,
}
