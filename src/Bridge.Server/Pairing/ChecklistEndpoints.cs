using Bridge.Server.Relay;
using Bridge.Server.Rooms;
using Bridge.Server.Security;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Bridge.Server.Pairing;

/// <summary>
/// The checklist on the phone, <c>/_bridge/check</c>: what has to work between this device and the relay, looked at live. Open to the unpaired
/// (docs/decisions/0008), since half of it is about the way to pairing.
/// </summary>
internal static class ChecklistEndpoints
{
    public static void MapBridgeChecklist(this IEndpointRouteBuilder routes)
    {
        UnpairedMaySee.Apply(routes.MapGet("/_bridge/check", ShowAsync));
        UnpairedMaySee.Apply(routes.MapGet("/_bridge/check.js", context => PairingPages.SendAssetAsync(context, "check.js", "text/javascript; charset=utf-8")));
        UnpairedMaySee.Apply(routes.MapGet("/_bridge/check/worker.js", context => PairingPages.SendAssetAsync(context, "check-worker.js", "text/javascript; charset=utf-8")));
    }

    private static Task ShowAsync(HttpContext context, RelayOptions options, RelayAddressBook addresses, RoomRegistry rooms, PairingPages pages)
    {
        var device = context.Features.Get<DeviceIdentity>() is { } identity ? rooms.Find(identity.Device) : null;
        return pages.SendAsync(context, "check.html", StatusCodes.Status200OK, [
            ("label", device?.Label ?? ""),
            ("secure", addresses.DeviceTls ?? ""),
            ("authority", options.HasAuthority ? "yes" : ""),
        ], Policy(context.Request, addresses.DeviceTls));
    }

    /// <summary>From http it also looks whether the https address opens; sockets are named for browsers whose 'self' leaves them out.</summary>
    private static string Policy(HttpRequest request, string? secure) => PairingAssets.ContentSecurityPolicy.Replace(
        "connect-src 'self'",
        $"connect-src 'self' {(request.IsHttps ? "wss" : "ws")}://{request.Host} {secure}; worker-src 'self'",
        StringComparison.Ordinal);
}
