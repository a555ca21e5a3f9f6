namespace Bridge.Mqtt.WebSockets;

/// <summary>How one WebSocket connection behaves.</summary>
public sealed class WebSocketOptions
{
    /// <summary>Which end this is, default server.</summary>
    public WebSocketRole Role { get; init; } = WebSocketRole.Server;

    /// <summary>
    /// Payload bytes of one incoming frame, 125 to 2,147,483,647, default 1 MiB. A longer one is refused with 1009 as soon as its header
    /// is there. It bounds nobody's memory, since frames are handed on as they arrive; it ends a peer that talks nonsense early.
    /// </summary>
    public int MaxFrameBytes { get; init; } = 1024 * 1024;

    /// <summary>Time between pings, default 20 s; zero: none. Shorter than the idle timeouts of common proxies and NATs.</summary>
    public TimeSpan PingInterval { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>Time after a ping within which anything must be heard, default 20 s. Then the connection is given up.</summary>
    public TimeSpan PongTimeout { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>The clock of pings.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;
}
