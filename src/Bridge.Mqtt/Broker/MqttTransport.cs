using System.Net;

namespace Bridge.Mqtt.Broker;

/// <summary>What the listener knows about a connection before its first MQTT byte.</summary>
public sealed class MqttTransport
{
    /// <summary>The peer's address; null where there is none (an in-memory pipe). Connections are capped per IP address.</summary>
    public EndPoint? Remote { get; init; }

    /// <summary>Which listener took the connection: "device", "console" or "mqtt".</summary>
    public string Listener { get; init; } = "mqtt";

    /// <summary>How the bytes arrive: "tcp", "ws" or "http".</summary>
    public string Kind { get; init; } = "tcp";

    /// <summary>True if the bytes crossed TLS.</summary>
    public bool Secure { get; init; }

    /// <summary>Who the HTTP upgrade already established the peer to be; passed through to the authenticator untouched.</summary>
    public object? Principal { get; init; }

    /// <summary>
    /// Tears the transport down without waiting for its buffers. Called when a peer does not take its bytes, from any thread, and not after
    /// <see cref="MqttBroker.ServeAsync"/> has ended; without it the broker can only complete the pipes.
    /// </summary>
    public Action? Abort { get; init; }

    /// <summary>
    /// Called once the client is accepted, before its first packet after CONNECT is handled: the authenticator has been asked, and what
    /// follows until the connection ends are messages.
    /// </summary>
    public Action? Accepted { get; init; }

    /// <summary>
    /// Says the end and reads on, for a moment, what the peer still sends. Called where the broker ends the connection, after its last bytes were
    /// flushed and before the pipes are completed. For a transport whose closing would destroy what the peer has not read yet; null where closing is
    /// a handshake.
    /// </summary>
    public Func<Task>? Linger { get; init; }

    /// <summary>What is known of it, without what holds it.</summary>
    internal MqttTransport Description() => new() { Remote = Remote, Listener = Listener, Kind = Kind, Secure = Secure, Principal = Principal };
}
