namespace Bridge.Mqtt.WebSockets;

/// <summary>A client's opening handshake, checked: RFC 6455 section 4.2.1.</summary>
public sealed record WebSocketUpgradeRequest
{
    /// <summary>The request target: path and query.</summary>
    public required string Target { get; init; }

    /// <summary>The <c>Host</c> header.</summary>
    public required string Host { get; init; }

    /// <summary>The <c>Origin</c> header, which browsers send.</summary>
    public string? Origin { get; init; }

    /// <summary>The <c>Cookie</c> headers, joined as HTTP/2 joins them.</summary>
    public string? Cookie { get; init; }

    /// <summary>The <c>User-Agent</c> header.</summary>
    public string? UserAgent { get; init; }

    /// <summary>The <c>Sec-WebSocket-Key</c> header: 16 bytes in base64.</summary>
    public required string Key { get; init; }
}
