using Bridge.Server.Listeners;
using Microsoft.AspNetCore.Http;

namespace Bridge.Server.Security;

/// <summary>
/// Our cookies. Browsers don't separate cookies by port, so the port is in the name: two relays on one host, or the http and the
/// https listener of one, don't overwrite each other's. All are HttpOnly: a page's own scripts never see them.
/// </summary>
internal static class BridgeCookies
{
    /// <summary>What every cookie of ours starts with, apart from the browser's <c>__Host-</c>: the proxy forwards none of them.</summary>
    public const string Prefix = "bridge_";

    private const string HostPrefix = "__Host-";

    public static string DeviceName(ListenerFeature listener) =>
        listener.Secure ? $"{HostPrefix}{Prefix}device_{listener.Port}" : $"{Prefix}device_{listener.Port}";

    public static string ConsoleName(ListenerFeature listener) => $"{Prefix}console_{listener.Port}";

    public static bool IsOurs(string cookieName) =>
        cookieName.StartsWith(Prefix, StringComparison.Ordinal) || cookieName.StartsWith(HostPrefix + Prefix, StringComparison.Ordinal);

    /// <summary>Lax: the device's cookie has to come along when a camera app opens the address.</summary>
    public static CookieOptions ForDevice(ListenerFeature listener) => new()
    {
        HttpOnly = true,
        Secure = listener.Secure,
        SameSite = SameSiteMode.Lax,
        Path = "/",
        MaxAge = DeviceCredentials.Lifetime,
        IsEssential = true,
    };

    /// <summary>Strict: nobody links into the console.</summary>
    public static CookieOptions ForConsole() => new()
    {
        HttpOnly = true,
        SameSite = SameSiteMode.Strict,
        Path = "/",
        MaxAge = ConsoleSessions.Lifetime,
        IsEssential = true,
    };
}
