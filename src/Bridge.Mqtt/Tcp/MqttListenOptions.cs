using System.Net.Security;

namespace Bridge.Mqtt.Tcp;

/// <summary>What is spoken on a port.</summary>
public sealed record MqttListenOptions
{
    /// <summary>
    /// TLS, with a certificate (<c>ServerCertificate</c>, its context, or a callback). Default null: none. The handshake counts against
    /// <see cref="Broker.BrokerLimits.ConnectTimeout"/>, and begins after the broker's limits have let the connection in.
    /// </summary>
    public SslServerAuthenticationOptions? Tls { get; init; }

    /// <summary>MQTT over WebSocket (section 6). Default null: MQTT from the first byte.</summary>
    public MqttWebSocketEndpoint? WebSocket { get; init; }

    /// <summary>
    /// Whether messages are handled on the thread that waits for sockets (on Unix): a third less work at a steady rate. Only if nothing that
    /// is handed to the broker blocks: in-process subscribers, authorizer, interceptor, publish gate. There is one such thread unless
    /// <c>DOTNET_SYSTEM_NET_SOCKETS_THREAD_COUNT</c> says more; a connection that is always busy leaves it. Default false. Not with TLS, which is read by the pool.
    /// </summary>
    public bool ReadInline { get; init; }

    /// <summary>What connections are told apart by in <see cref="Broker.MqttTransport.Listener"/>. Default "mqtt".</summary>
    public string Name { get; init; } = "mqtt";

    /// <summary>Why it can't be; null if it can.</summary>
    internal string? Validate() =>
        Tls is { ServerCertificate: null, ServerCertificateContext: null, ServerCertificateSelectionCallback: null } ? "TLS needs a certificate."
        : WebSocket is { Path: not ['/', ..] } ? "The path of a WebSocket begins with a slash."
        : WebSocket is { MaxHeadBytes: < 256 or > 1024 * 1024 } ? "An upgrade's head has 256 to 1,048,576 bytes."
        : null;
}
