using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace Bridge.Injector.Proxy;

/// <summary>Fields that belong to one connection and are never forwarded (RFC 9110, 7.6.1; RFC 9113, 8.2.2).</summary>
internal static class HopByHop
{
    private static readonly HashSet<string> Always = new(StringComparer.OrdinalIgnoreCase)
    {
        HeaderNames.Connection, HeaderNames.KeepAlive, HeaderNames.ProxyConnection, HeaderNames.TE, HeaderNames.TransferEncoding, HeaderNames.Upgrade,
        HeaderNames.ProxyAuthenticate, HeaderNames.ProxyAuthorization, "Proxy-Authentication-Info", "HTTP2-Settings", "Alt-Svc",
    };

    /// <summary>Whether a field stays behind: by its name, or because the message's Connection field lists it.</summary>
    public static bool Has(string name, IReadOnlySet<string> listed) => name.StartsWith(':') || Always.Contains(name) || listed.Contains(name);

    /// <summary>The names that a Connection field lists.</summary>
    public static IReadOnlySet<string> Listed(IEnumerable<string?> connection)
    {
        var names = connection.SelectMany(value => (value ?? "").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries));
        return new HashSet<string>(names, StringComparer.OrdinalIgnoreCase);
    }

    /// <summary>The names that a request's Connection field lists.</summary>
    public static IReadOnlySet<string> Listed(HttpRequest request) => Listed(request.Headers.Connection);
}
