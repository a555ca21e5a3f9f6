namespace Bridge.Mqtt.WebSockets;

/// <summary>Why an opening handshake is turned away.</summary>
/// <param name="Status">The HTTP status.</param>
/// <param name="Reason">One line of plain text.</param>
public readonly record struct WebSocketRefusal(int Status, string Reason);
