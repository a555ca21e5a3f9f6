using System.ComponentModel.DataAnnotations;

namespace Bridge.Server.MqttEndpoint;

/// <summary>Limits of the way in to the broker, before the broker itself has a say.</summary>
public sealed class MqttEndpointOptions
{
    /// <summary>Where a browser opens its socket, on the device and console listeners.</summary>
    public const string Path = "/_bridge/mqtt";

    /// <summary>
    /// Bytes of an upgrade request, request line and headers together, 512 to 65,536, default 8,192: cookies of the site under test
    /// come along, and few sites set more. A longer one gets 431.
    /// </summary>
    [Range(512, 65_536)]
    public int MaxHandshakeBytes { get; set; } = 8 * 1024;

    /// <summary>
    /// Time in which an upgrade request must be complete, counted from its first byte, 100 ms to 60 s, default 5 s. Then 408.
    /// On the mqtt listener: in which the first byte must come; then closed without a word.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:00.1", "00:01:00")]
    public TimeSpan HandshakeTimeout { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>
    /// Time in which the first byte of a connection must come where HTTP is served too, 100 ms to 10 min, default 2 min: browsers open
    /// connections that they may need, and use them within a minute or close them. Then closed without a word. Behind TLS, Kestrel's own times hold.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:00.1", "00:10:00")]
    public TimeSpan SilenceTimeout { get; set; } = TimeSpan.FromMinutes(2);

    /// <summary>
    /// Connections at once, over all listeners without TLS, of which no byte has come or whose upgrade is not answered, 1 to 1,000,000, default 1,000.
    /// One more closes the one that came first: who means it has spoken by then, so that those who only hold connections push out each other.
    /// </summary>
    [Range(1, 1_000_000)]
    public int PendingConnections { get; set; } = 1000;

    /// <summary>
    /// Payload bytes of one WebSocket frame, default 1 MiB: four of the largest MQTT packets. A longer one is refused with close code 1009
    /// as soon as its header is there. Memory does not depend on it: frames are handed on as they arrive.
    /// </summary>
    [Range(1_024, 1 << 30)]
    public int MaxFrameBytes { get; set; } = 1024 * 1024;

    /// <summary>Time between pings to a browser, 1 s to 10 min, default 20 s: shorter than the idle timeouts of common proxies and NATs.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:10:00")]
    public TimeSpan PingInterval { get; set; } = TimeSpan.FromSeconds(20);

    /// <summary>Time after a ping within which something must be heard, 1 s to 10 min, default 20 s. Then the connection is cut.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:10:00")]
    public TimeSpan PongTimeout { get; set; } = TimeSpan.FromSeconds(20);

    /// <summary>Time that a closing handshake may take, 0 to 30 s, default 2 s. Then the connection is closed regardless.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "00:00:30")]
    public TimeSpan CloseTimeout { get; set; } = TimeSpan.FromSeconds(2);
}
