using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Bridge.Server.MqttEndpoint;

/// <summary>The way in for upgrades that reach HTTP all the same.</summary>
public static class MqttEndpointRoutes
{
    /// <summary>
    /// Answers <see cref="MqttEndpointOptions.Path"/> inside the HTTP pipeline: an upgrade on a kept-alive connection (a reverse proxy's),
    /// WebSocket over HTTP/2 (RFC 8441), and 426 for requests that are no upgrade.
    /// </summary>
    /// <param name="routes">Where to map it.</param>
    /// <param name="listener">The name of the listener that a request came in by, as in <see cref="UpgradeRequest.Listener"/>.</param>
    public static IEndpointConventionBuilder MapBridgeMqttEndpoint(this IEndpointRouteBuilder routes, Func<HttpContext, string> listener)
    {
        ArgumentNullException.ThrowIfNull(routes);
        var upgrade = ActivatorUtilities.CreateInstance<MqttHttpUpgrade>(routes.ServiceProvider, listener);
        return routes.Map(MqttEndpointOptions.Path, upgrade.InvokeAsync);
    }
}
