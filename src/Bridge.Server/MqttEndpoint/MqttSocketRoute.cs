namespace Bridge.Server.MqttEndpoint;

/// <summary>What the broker is given of one endpoint's connections.</summary>
/// <param name="Listener">The listener's name.</param>
/// <param name="IsWebSocket">Those that begin with the upgrade request; else all that don't begin with a TLS handshake.</param>
internal sealed record MqttSocketRoute(string Listener, bool IsWebSocket)
{
    // The first byte of a TLS connection: a handshake record (RFC 8446 section 5.1). No MQTT packet from a client begins with it.
    private const byte TlsHandshake = 22;

    /// <summary>Whether a connection that begins so is the broker's.</summary>
    public bool Takes(ReadOnlySpan<byte> first) => IsWebSocket
        ? UpgradeRequestLineReader.IsOurs(first)
        : first.Length > 0 && first[0] != TlsHandshake;
}
