using System.Runtime.CompilerServices;

namespace Bridge.Mqtt.WebSockets;

/// <summary>Room for a frame's head that arrives in pieces.</summary>
[InlineArray(WebSocketFrameHeader.MaxLength)]
internal struct WebSocketHeaderBytes
{
    private byte _first;
}
