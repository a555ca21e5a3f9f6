using Bridge.Server.Security;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Bridge.Server.Telemetry;

/// <summary><c>GET /metrics</c> on the console listener, for Prometheus and whatever else reads its text.</summary>
internal static class TelemetryEndpoints
{
    public static void MapBridgeTelemetry(this IEndpointRouteBuilder routes) =>
        routes.MapGet("/metrics", (HttpContext context, MetricsScrape scrape) => scrape.AnswerAsync(context)).RequireScope(ConsoleScopes.Watch);
}
