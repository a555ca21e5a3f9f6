namespace Bridge.Mqtt.WebSockets;

/// <summary>What happens when a control frame comes in. Payloads are valid during the call.</summary>
internal interface IWebSocketControlFrames
{
    void OnPing(ReadOnlySpan<byte> payload);

    /// <summary>The peer closes, or broke a rule so that we do. Nothing is decoded after it.</summary>
    void OnEnd(WebSocketClosure closure, bool byPeer);
}
