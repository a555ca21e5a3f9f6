using Bridge.Mqtt.WebSockets;

namespace Bridge.Mqtt.Tcp;

/// <summary>Where a listener takes WebSockets, and whose.</summary>
public sealed record MqttWebSocketEndpoint
{
    /// <summary>Path of the upgrade request; its query isn't looked at. Default <c>/mqtt</c>, what clients try first. Another is refused with 404.</summary>
    public string Path { get; init; } = "/mqtt";

    /// <summary>
    /// Decides on an upgrade by its headers; null lets it in. It must not wait: credentials of MQTT are the authenticator's, who is told the request too
    /// (<see cref="MqttPeer.Upgrade"/>). Default: who sends no Origin, which browsers always do, and pages from the same host, whatever its port; others are refused with 403.
    /// </summary>
    public Func<WebSocketUpgradeRequest, WebSocketRefusal?> Admit { get; init; } = FromTheSameHost;

    /// <summary>Bytes of the upgrade request's head. Range 256 to 1,048,576. Default 8,192. Beyond: 431.</summary>
    public int MaxHeadBytes { get; init; } = 8192;

    /// <summary>Limits of frames, and pings.</summary>
    public WebSocketOptions Framing { get; init; } = new();

    private static WebSocketRefusal? FromTheSameHost(WebSocketUpgradeRequest request) =>
        request.Origin is not { } origin
            || (Uri.TryCreate(origin, UriKind.Absolute, out var page)
                && Uri.TryCreate("http://" + request.Host, UriKind.Absolute, out var here)
                && page.IdnHost.Equals(here.IdnHost, StringComparison.OrdinalIgnoreCase))
            ? null
            : new(403, "Pages of another host are not let in here.");
}
