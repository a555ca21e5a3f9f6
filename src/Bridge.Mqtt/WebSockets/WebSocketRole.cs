namespace Bridge.Mqtt.WebSockets;

/// <summary>Which end of the connection this is. A client masks what it sends, a server must not (RFC 6455 section 5.1).</summary>
public enum WebSocketRole
{
    /// <summary>Receives masked frames, sends unmasked ones.</summary>
    Server,

    /// <summary>Sends masked frames, receives unmasked ones.</summary>
    Client,
}
