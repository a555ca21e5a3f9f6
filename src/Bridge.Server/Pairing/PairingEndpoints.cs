using System.Net;
using Bridge.Server.Listeners;
using Bridge.Server.Relay;
using Bridge.Server.Security;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using Microsoft.Net.Http.Headers;

namespace Bridge.Server.Pairing;

/// <summary>Pairing on the device listener: <c>/_bridge/pair</c> and what belongs to it.</summary>
internal static class PairingEndpoints
{
    /// <summary>Bytes of a claim: a ticket and its JSON are not a hundred. Strangers may send one.</summary>
    private const int LongestClaim = 4 * 1024;

    public static void MapBridgePairing(this IEndpointRouteBuilder routes)
    {
        UnpairedMaySee.Apply(routes.MapGet("/_bridge/pair", (HttpContext context, PairingPages pages) => pages.SendAsync(context, "pair.html")));
        UnpairedMaySee.Apply(routes.MapGet("/_bridge/pair.css", context => PairingPages.SendAssetAsync(context, "pair.css", "text/css; charset=utf-8")));
        UnpairedMaySee.Apply(routes.MapGet("/_bridge/pair.js", context => PairingPages.SendAssetAsync(context, "pair.js", "text/javascript; charset=utf-8")));
        UnpairedMaySee.Apply(routes.MapGet("/_bridge/icon.svg", context => PairingPages.SendAssetAsync(context, "icon.svg", "image/svg+xml")));
        UnpairedMaySee.Apply(routes.MapPost("/_bridge/pair/claim", ClaimAsync)).WithMetadata(new RequestSizeLimitAttribute(LongestClaim));
        routes.MapGet("/_bridge/secure", HandOver);
    }

    private static async Task<IResult> ClaimAsync(
        PairingClaim claim, HttpContext context, PairingService pairing, RelayIdentity relay, CancellationToken cancellation)
    {
        var listener = context.Features.GetRequiredListener();
        var from = context.Connection.RemoteIpAddress ?? IPAddress.None;
        var (device, secret, refusal) = await pairing.ClaimAsync(
            claim, context.Features.Get<DeviceIdentity>(), context.Request.Headers.UserAgent.ToString(), from, cancellation);
        if (device is null)
        {
            return Refuse(refusal);
        }

        // A page elsewhere can't be given a cookie of ours: its script keeps the credential, in that origin.
        var elsewhere = context.Features.Get<ElsewhereFeature>() is not null;
        if (!elsewhere)
        {
            context.Response.Cookies.Append(BridgeCookies.DeviceName(listener), secret, BridgeCookies.ForDevice(listener));
        }

        context.Response.Headers[HeaderNames.CacheControl] = "no-store";
        return Results.Ok(new
        {
            device = device.Device,
            label = device.Label,
            color = device.Color,
            room = device.Room,
            relay = relay.Name,
            credential = elsewhere ? secret : null,
        });
    }

    private static IResult Refuse(ClaimRefusal refusal) => refusal switch
    {
        ClaimRefusal.TooManyTries => Results.Problem("Too many tries. Wait a minute, then scan a fresh QR code.", statusCode: StatusCodes.Status429TooManyRequests),
        ClaimRefusal.RoomFull => Results.Problem("The room is full: remove a device in the console, then scan a fresh QR code.", statusCode: StatusCodes.Status409Conflict),
        _ => Results.Problem("This ticket was used, has expired or is wrong. Scan a fresh QR code, or type its code.", statusCode: StatusCodes.Status403Forbidden),
    };

    /// <summary>
    /// Takes a paired device from http to https, where motion sensors work: a ticket of its own in the fragment of the https address.
    /// For people who follow a link only: another site's script can't fetch it, and the ticket pairs nobody but this device.
    /// </summary>
    private static IResult HandOver(string? to, HttpContext context, TicketStore tickets, RelayAddressBook addresses)
    {
        if (context.Features.Get<DeviceIdentity>() is not { } identity)
        {
            return Results.Redirect("/_bridge/pair");
        }

        if (addresses.DeviceTls is not { } secure)
        {
            return Results.Text("This relay was started without https (--no-tls): motion sensors don't work here. Go back.\n", statusCode: StatusCodes.Status404NotFound);
        }

        // There already: a ticket would only be something for the page's scripts to see.
        if (context.Request.IsHttps)
        {
            return Results.Redirect($"https://{context.Request.Host}{PathOf(to)}");
        }

        var ticket = tickets.Issue(identity.Room, identity.Device);
        return Results.Redirect($"{secure}/_bridge/pair?to={Uri.EscapeDataString(to ?? "/")}#{ticket.Secret}");
    }

    /// <summary>An address without its host: nobody is sent elsewhere.</summary>
    private static string PathOf(string? to) => Uri.TryCreate(new Uri("http://here"), to ?? "/", out var url) ? url.PathAndQuery : "/";
}
