using System.Text;
using System.Text.Json;
using Bridge.Injector.Proxy;
using Bridge.Server.Listeners;
using Bridge.Server.Pairing;
using Bridge.Server.Relay;
using Bridge.Server.Security;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Net.Http.Headers;

namespace Bridge.Server.DeviceScript;

/// <summary>
/// Serves the device script, and at its address with a query the part that it loads later. The relay's own pages on a paired device get the
/// script; pages elsewhere that are listed a variant of it, which comes with a ticket instead of a cookie; one that isn't listed gets a line for
/// its console that says so.
/// </summary>
internal sealed class ScriptEndpoint(RelayOptions options, PageOrigins pages, PairingPages pairing)
{
    public const string Path = "/_bridge/bridge.js";

    /// <summary>
    /// A reload takes the script out of the phone's cache at once: it stands before the page's own scripts, so a round trip for it is one
    /// for the page. A newer one is fetched behind its back and runs from the next load on. Private: it is for paired devices.
    /// </summary>
    private const string Caching = "private, max-age=60, stale-while-revalidate=86400";

    /// <summary>The later part's query names its content.</summary>
    private const string CachingLater = "private, max-age=31536000, immutable";

    /// <summary>The variants share an address: this one isn't taken out of a cache unasked.</summary>
    private const string CachingElsewhere = "private, no-cache";

    private readonly ScriptFile _script = new([.. SocketsOf(options), .. Built("bridge.js")], Caching);
    private readonly ScriptFile _elsewhere = new(Built("elsewhere.js"), CachingElsewhere);
    private readonly ScriptFile _commands = new(Built("commands.js"), CachingLater);

    public static void Map(IEndpointRouteBuilder routes) =>
        UnpairedMaySee.Apply(routes.MapGet(Path, (HttpContext context, ScriptEndpoint script) => script.SendAsync(context)));

    // On the script's first line: its source map, which hides it from developer tools, counts lines.
    private static byte[] SocketsOf(RelayOptions options) =>
        options.Site?.Upstream is { } upstream ? Encoding.UTF8.GetBytes(UpstreamSockets.Script(upstream).ReplaceLineEndings(" ")) : [];

    // Throws where the browser clients were not built.
    private static byte[] Built(string name) => File.ReadAllBytes(System.IO.Path.Combine(AppContext.BaseDirectory, "wwwroot", "device", name));

    private Task SendAsync(HttpContext context)
    {
        var later = context.Request.Query.ContainsKey("commands");
        var headers = context.Response.Headers;
        switch (ScriptReaders.Of(context, pages))
        {
            case ScriptReader.OwnPage:
                if (pages.Listed.Count > 0)
                {
                    headers.Append(HeaderNames.Vary, HeaderNames.Referer); // a listed page of this site shares the browser's cache
                }

                return (later ? _commands : _script).SendAsync(context);
            case ScriptReader.ListedPage:
                headers["Cross-Origin-Resource-Policy"] = "cross-origin"; // also where the page isolates itself
                return (later ? _commands : _elsewhere).SendAsync(context);
            case ScriptReader.UnlistedPage:
                headers["Cross-Origin-Resource-Policy"] = "cross-origin";
                return RefuseAsync(context);
            default:
                return pairing.SendUnpairedAsync(context);
        }
    }

    private static Task RefuseAsync(HttpContext context)
    {
        var page = ScriptReaders.PageOrigin(context.Request) ?? "this origin";
        var text = $"DeviceBridge: the relay at {context.Request.Scheme}://{context.Request.Host} does not let pages of {page} in. Start it with --allow-origin {page} if they should be bridged.";
        context.Response.ContentType = "text/javascript; charset=utf-8";
        context.Response.Headers[HeaderNames.CacheControl] = "no-store";
        context.Response.Headers[HeaderNames.XContentTypeOptions] = "nosniff";
        return context.Response.WriteAsync($"console.warn({JsonSerializer.Serialize(text)});\n", context.RequestAborted);
    }
}
