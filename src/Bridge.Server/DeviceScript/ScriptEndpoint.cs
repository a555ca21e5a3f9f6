using System.Text;
using Bridge.Injector.Proxy;
using Bridge.Server.Relay;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Bridge.Server.DeviceScript;

/// <summary>Serves the device script, and at its address with a query the part that it loads later.</summary>
internal sealed class ScriptEndpoint(RelayOptions options)
{
    public const string Path = "/_bridge/bridge.js";

    /// <summary>
    /// A reload takes the script out of the phone's cache at once: it stands before the page's own scripts, so a round trip for it is one
    /// for the page. A newer one is fetched behind its back and runs from the next load on. Private: it is for paired devices.
    /// </summary>
    private const string Caching = "private, max-age=60, stale-while-revalidate=86400";

    /// <summary>The later part's query names its content.</summary>
    private const string CachingLater = "private, max-age=31536000, immutable";

    private readonly ScriptFile _script = new([.. SocketsOf(options), .. Built("bridge.js")], Caching);
    private readonly ScriptFile _commands = new(Built("commands.js"), CachingLater);

    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapGet(Path, (HttpContext context, ScriptEndpoint script) => script.SendAsync(context));

    // On the script's first line: its source map, which hides it from developer tools, counts lines.
    private static byte[] SocketsOf(RelayOptions options) =>
        options.Site?.Upstream is { } upstream ? Encoding.UTF8.GetBytes(UpstreamSockets.Script(upstream).ReplaceLineEndings(" ")) : [];

    // Throws where the browser clients were not built.
    private static byte[] Built(string name) => File.ReadAllBytes(System.IO.Path.Combine(AppContext.BaseDirectory, "wwwroot", "device", name));

    private Task SendAsync(HttpContext context) => (context.Request.Query.ContainsKey("commands") ? _commands : _script).SendAsync(context);
}
