namespace Bridge.Mqtt.WebSockets;

/// <summary>Why a connection was closed: RFC 6455 section 7.4.1.</summary>
public enum WebSocketCloseCode : ushort
{
    /// <summary>No Close frame was seen. Never on the wire.</summary>
    Abnormal = 1006,

    /// <summary>The purpose is fulfilled.</summary>
    Normal = 1000,

    /// <summary>The relay stops, or the page goes away.</summary>
    GoingAway = 1001,

    /// <summary>The peer broke the framing rules.</summary>
    ProtocolError = 1002,

    /// <summary>A text frame: MQTT is binary [MQTT-6.0.0-1].</summary>
    UnacceptableData = 1003,

    /// <summary>A Close frame without a code. Never on the wire.</summary>
    NoStatus = 1005,

    /// <summary>A close reason that is not UTF-8.</summary>
    InvalidPayload = 1007,

    /// <summary>A frame longer than the limit.</summary>
    MessageTooBig = 1009,
}
