using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Net;
using Bridge.Server.Security;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Net.Http.Headers;

namespace Bridge.Server.MqttOverHttp;

/// <summary>
/// MQTT where WebSockets don't pass (docs/protocol.md, "MQTT over HTTP"): a POST opens a link, GETs bring bytes down, POSTs
/// take bytes up. The request's cookie says whose link it is.
/// </summary>
internal static class MqttOverHttpEndpoint
{
    /// <summary>A POST's body. The script sends what has gathered meanwhile: 256 KiB and a packet of 256 KiB at most.</summary>
    private const int MaximumBody = 1 << 20;

    /// <summary>Maps the endpoints; behind the device listener's authentication and gate, which answers the unpaired with 401.</summary>
    public static void MapBridgeMqttOverHttp(this IEndpointRouteBuilder routes)
    {
        routes.MapPost("/_bridge/mqtt-http", Open);
        routes.MapGet("/_bridge/mqtt-http/{id}", PollAsync);
        routes.MapPost("/_bridge/mqtt-http/{id}", PushAsync);
    }

    private static IResult Open(HttpContext context, HttpLinkRegistry links)
    {
        context.Response.Headers[HeaderNames.CacheControl] = "no-store";
        if (context.Features.Get<DeviceIdentity>() is not { } device)
        {
            return Results.Unauthorized();
        }

        var remote = context.Connection.RemoteIpAddress is { } address ? new IPEndPoint(address, context.Connection.RemotePort) : null;
        return links.Open(device, remote, context.Request.IsHttps) is { } id ? Results.Text(id) : Results.StatusCode(StatusCodes.Status503ServiceUnavailable);
    }

    private static async Task PollAsync(string id, long down, HttpContext context, HttpLinkRegistry links)
    {
        if (!TryFind(context, links, id, out var link))
        {
            return;
        }

        context.Response.ContentType = "application/octet-stream";
        context.Response.Headers["X-Accel-Buffering"] = "no"; // nginx would hold the bytes back.
        if (!await link.PollAsync(down, context.Response.BodyWriter, context.RequestAborted))
        {
            context.Response.StatusCode = StatusCodes.Status410Gone;
        }
    }

    private static async Task PushAsync(string id, long up, HttpContext context, HttpLinkRegistry links)
    {
        if (!TryFind(context, links, id, out var link))
        {
            return;
        }

        // Whole before any of it counts: a body that breaks off must leave nothing behind.
        if (await ReadBodyAsync(context.Request, context.RequestAborted) is not { } body)
        {
            link.Abort();
            context.Response.StatusCode = StatusCodes.Status413PayloadTooLarge;
            return;
        }

        context.Response.StatusCode = await link.PushAsync(up, body, context.RequestAborted) ? StatusCodes.Status204NoContent : StatusCodes.Status410Gone;
    }

    private static bool TryFind(HttpContext context, HttpLinkRegistry links, string id, [NotNullWhen(true)] out HttpLink? link)
    {
        context.Response.Headers[HeaderNames.CacheControl] = "no-store";
        link = null;
        if (context.Features.Get<DeviceIdentity>() is { } device && links.TryFind(id, device, out link))
        {
            return true;
        }

        context.Response.StatusCode = StatusCodes.Status410Gone;
        return false;
    }

    private static async Task<ReadOnlyMemory<byte>?> ReadBodyAsync(HttpRequest request, CancellationToken cancellation)
    {
        var body = new ArrayBufferWriter<byte>((int)Math.Min(request.ContentLength ?? 1_024, MaximumBody) + 1);
        while (await request.Body.ReadAsync(body.GetMemory(), cancellation) is > 0 and var read)
        {
            body.Advance(read);
            if (body.WrittenCount > MaximumBody)
            {
                return null;
            }
        }

        return body.WrittenMemory;
    }
}
