using Bridge.Server.Security;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Bridge.Server.LiveReload;

/// <summary>
/// On the console listener: <c>POST /api/reload {"files": […]}</c>, and the LiveReload protocol at <c>/livereload</c>, for who may watch: it names
/// the site's files. On the protocol's own port, where tools and browsers bring no token, also <c>/changed</c>, as build plug-ins call it:
/// <c>POST {"files": […]}</c> or <c>GET ?files=a,b</c>, which answers <c>{"clients": […], "files": […]}</c>; and <c>/livereload.js</c>.
/// </summary>
internal static class LiveReloadEndpoints
{
    /// <summary>The script for pages of other servers, on the protocol's own port.</summary>
    public const string ScriptPath = "/livereload.js";

    private const int MostFiles = 1_000;

    public static void MapBridgeLiveReload(this IEndpointRouteBuilder routes)
    {
        routes.MapPost("/api/reload", (HttpContext context, LiveReloadService service, ReloadRequest? request = null) => TriggerAsync(service, request?.Files, context.RequestAborted))
            .RequireScope(ConsoleScopes.Command);
        routes.MapBridgeLiveReloadSocket().RequireScope(ConsoleScopes.Watch);
    }

    /// <summary>What the protocol's own port serves.</summary>
    public static void MapBridgeLiveReloadPort(this IEndpointRouteBuilder routes, LiveReloadService service)
    {
        routes.MapGet("/", () => Results.Json(new { tinylr = "Welcome", version = "1.1.1" }));
        routes.MapGet(ScriptPath, () => Results.Text(LiveReloadScript.Text, "text/javascript; charset=utf-8"));
        routes.MapMethods("/changed", ["GET", "POST"], async (HttpContext context) =>
        {
            try
            {
                var files = await TriggerBody.FilesAsync(context.Request, context.RequestAborted);
                return await TriggerAsync(service, files, context.RequestAborted, acks => Results.Json(new { clients = acks, files }));
            }
            catch (BadHttpRequestException e)
            {
                return Results.Problem(e.Message, statusCode: e.StatusCode);
            }
        });
    }

    /// <summary>The protocol's socket.</summary>
    public static IEndpointConventionBuilder MapBridgeLiveReloadSocket(this IEndpointRouteBuilder routes, LiveReloadClients? clients = null)
    {
        var branch = routes.CreateApplicationBuilder();
        branch.UseWebSockets();
        branch.Run(async context =>
        {
            if (!context.WebSockets.IsWebSocketRequest)
            {
                context.Response.StatusCode = StatusCodes.Status426UpgradeRequired;
                context.Response.Headers.Upgrade = "websocket";
                return;
            }

            using var socket = await context.WebSockets.AcceptWebSocketAsync();
            await (clients ?? context.RequestServices.GetRequiredService<LiveReloadClients>()).ServeAsync(socket, context.RequestAborted);
        });
        return routes.Map("/livereload", branch.Build());
    }

    private static async Task<IResult> TriggerAsync(
        LiveReloadService service, IReadOnlyList<string?>? files, CancellationToken cancellation, Func<IEnumerable<object>, IResult>? answer = null)
    {
        if (files is { Count: > MostFiles })
        {
            return Results.Problem($"At most {MostFiles} files at once: leave them out to reload everything.", statusCode: StatusCodes.Status413PayloadTooLarge);
        }

        var paths = files?.OfType<string>().ToList() ?? [];
        if (paths.Count < files?.Count)
        {
            return Results.Problem("\"files\" has a null in it: each is the path of a file on the site.", statusCode: StatusCodes.Status400BadRequest);
        }

        var acks = await service.TriggerAsync(paths, cancellation);
        answer ??= all => Results.Json(all);
        return answer(acks.Where(ack => ack.Applied != Applied.Offline).Select(ack => new
        {
            room = ack.Device.Room,
            device = ack.Device.Device,
            label = ack.Device.Label,
            applied = ack.Applied == Applied.Yes,
            ms = Math.Round(ack.Took.TotalMilliseconds, 1),
            error = ack.Error,
        }));
    }
}
