namespace Bridge.Mqtt.WebSockets;

/// <summary>Which frames are allowed to come next. Null means allowed, else it is the closure that ends the connection.</summary>
internal static class WebSocketFrameRules
{
    /// <summary>Judges the first two bytes, before the rest of the head is awaited.</summary>
    public static WebSocketClosure? Check(byte first, byte second, bool maskExpected, bool insideMessage)
    {
        if (WebSocketFrameHeader.HasReservedBits(first))
        {
            // Section 5.2: MUST be 0 unless an extension was negotiated. None is.
            return Broken("reserved bits are set");
        }

        if (WebSocketFrameHeader.IsMasked(second) != maskExpected)
        {
            // Section 5.1: a server fails a connection on an unmasked frame, a client on a masked one.
            return Broken(maskExpected ? "a client's frames are masked" : "a server's frames are not masked");
        }

        return (WebSocketOpcode)(first & 0x0F) switch
        {
            // Section 5.4: a message is one first frame and continuations, and messages do not interleave.
            WebSocketOpcode.Continuation => insideMessage ? null : Broken("a continuation of nothing"),
            WebSocketOpcode.Binary => insideMessage ? Broken("a new message inside a fragmented one") : null,
            // [MQTT-6.0.0-1]: MQTT control packets come in binary frames; anything else closes the connection.
            WebSocketOpcode.Text => new(WebSocketCloseCode.UnacceptableData, "MQTT comes in binary frames"),
            WebSocketOpcode.Close or WebSocketOpcode.Ping or WebSocketOpcode.Pong => CheckControl(first, second),
            _ => Broken("a reserved opcode"),
        };
    }

    /// <summary>Judges the length, before the payload is awaited.</summary>
    public static WebSocketClosure? Check(long payloadLength, int maxFrameBytes)
    {
        if (payloadLength < 0)
        {
            return Broken("a length that is not in its shortest form");
        }

        return payloadLength > maxFrameBytes
            ? new(WebSocketCloseCode.MessageTooBig, "a frame longer than this server takes")
            : null;
    }

    // Section 5.5: control frames are not fragmented and carry 125 bytes at most.
    private static WebSocketClosure? CheckControl(byte first, byte second)
    {
        if (!WebSocketFrameHeader.IsFinalByte(first))
        {
            return Broken("a fragmented control frame");
        }

        return WebSocketFrameHeader.ShortLength(second) > WebSocketFrameHeader.MaxControlPayload
            ? Broken("a control frame longer than 125 bytes")
            : null;
    }

    private static WebSocketClosure Broken(string reason) => new(WebSocketCloseCode.ProtocolError, reason);
}
