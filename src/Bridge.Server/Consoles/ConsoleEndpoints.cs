using System.Text.Json;
using Bridge.Server.Journal;
using Bridge.Server.Listeners;
using Bridge.Server.Relay;
using Bridge.Server.Rooms;
using Bridge.Server.Security;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Options;

namespace Bridge.Server.Consoles;

/// <summary>The console listener's own endpoints: launching the web console, the hub, the stream for terminals, facts about the relay.</summary>
internal static class ConsoleEndpoints
{
    /// <summary>A frame is at most some 300 KiB: a console that takes 1 KB/s has it after 5 minutes, and is not cut off before. What waits meanwhile is bounded.</summary>
    private static readonly TimeSpan SlowestSend = TimeSpan.FromMinutes(6);

    private static readonly byte[] NewLine = "\n"u8.ToArray();

    public static void MapBridgeConsoles(this IEndpointRouteBuilder routes)
    {
        routes.MapPost("/api/launch", LaunchAsync);
        routes.MapPost("/api/launches", (ConsoleDoor door) => Results.Ok(new { url = door.NewUrl() })).RequireScope(ConsoleScopes.Admin);
        routes.MapGet("/api/info", Info).RequireScope(ConsoleScopes.Watch);
        routes.MapGet("/api/rooms/{room}/stream", StreamAsync).RequireScope(ConsoleScopes.Watch);
        routes.MapBridgeLog();
        routes.MapHub<ConsoleHub>("/hubs/console", options => options.TransportSendTimeout = SlowestSend);
        routes.MapGet("/asyncapi.yaml", () => Document("asyncapi.yaml"));
        routes.MapGet("/openapi.yaml", () => Document("openapi.yaml"));
        // To everyone, so without the reason. Still 200: what the relay is for goes on, and ending it would help nobody.
        routes.MapGet("/healthz", (JournalHealth journal) => Results.Text(journal.Trouble is null ? "ok\n" : "journal stopped\n"));
    }

    /// <summary>A description of the interfaces, out of the assembly. It holds nothing of this relay, so everyone may read it.</summary>
    private static IResult Document(string name) => Results.Stream(
        typeof(ConsoleEndpoints).Assembly.GetManifestResourceStream(name) ?? throw new InvalidOperationException($"{name} is missing from the assembly."),
        "application/yaml");

    /// <summary>Exchanges a one-time launch token for the session's cookie.</summary>
    private static async Task<IResult> LaunchAsync(
        LaunchRequest request, HttpContext context, LaunchTokens launches, ConsoleSessions sessions, CancellationToken cancellation)
    {
        if (!launches.TryUse(request.Token ?? ""))
        {
            return Results.Problem("This launch address was used or has expired. Run ./bridge open for a fresh one.", statusCode: StatusCodes.Status401Unauthorized);
        }

        var session = await sessions.OpenAsync(cancellation);
        context.Response.Cookies.Append(BridgeCookies.ConsoleName(context.Features.GetRequiredListener()), session, BridgeCookies.ForConsole());
        return Results.NoContent();
    }

    private static IResult Info(RelayIdentity relay, RelayAddressBook addresses, RelayOptions options, PageOrigins pages, JournalHealth journal) => Results.Ok(new
    {
        name = relay.Name,
        version = RelayVersion.Text,
        device = addresses.Device,
        deviceTls = addresses.DeviceTls,
        console = addresses.All.Console,
        mqtt = addresses.All.Mqtt,
        authority = options.HasAuthority,
        pageOrigins = pages.Listed,
        exposed = options.LocalOnly ? "loopback" : "network",
        journal = new { keeps = journal.Trouble is null, since = journal.Since, reason = journal.Trouble },
    });

    /// <summary>The room's messages as NDJSON: one line a message, and lines of their own for what was skipped and for where history ends.</summary>
    private static async Task StreamAsync(
        string room, string? since, HttpContext context, ConsoleStream stream, RoomRegistry rooms, IOptions<JsonOptions> json, CancellationToken cancellation)
    {
        if (!rooms.HasRoom(room))
        {
            await Results.Problem($"There is no room \"{room}\".", statusCode: StatusCodes.Status404NotFound).ExecuteAsync(context);
            return;
        }

        context.Response.ContentType = "application/x-ndjson";
        context.Features.Get<IHttpResponseBodyFeature>()?.DisableBuffering();
        await context.Response.StartAsync(cancellation);
        try
        {
            await foreach (var frame in stream.WatchAsync(room, since, cancellation))
            {
                foreach (var line in Lines(frame))
                {
                    await JsonSerializer.SerializeAsync(context.Response.Body, line, line.GetType(), json.Value.SerializerOptions, cancellation);
                    await context.Response.Body.WriteAsync(NewLine, cancellation);
                }

                await context.Response.Body.FlushAsync(cancellation);
            }
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            // The reader went away.
        }
    }

    private static IEnumerable<object> Lines(ConsoleFrame frame)
    {
        if (frame.Skipped is not null)
        {
            yield return new { skipped = frame.Skipped };
        }

        foreach (var message in frame.Messages)
        {
            yield return message;
        }

        if (frame.Live is not null)
        {
            yield return new { live = true, cursor = frame.Cursor, unread = frame.Unread };
        }
        else if (frame.Cursor is not null)
        {
            yield return new { cursor = frame.Cursor };
        }
        else if (frame.Again is not null)
        {
            yield return new { again = true };
        }
    }
}
