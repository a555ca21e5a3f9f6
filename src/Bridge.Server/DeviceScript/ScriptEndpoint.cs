using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using Bridge.Injector.Proxy;
using Bridge.Server.Relay;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Net.Http.Headers;

namespace Bridge.Server.DeviceScript;

/// <summary>Serves the device script, compressed once.</summary>
internal sealed class ScriptEndpoint
{
    public const string Path = "/_bridge/bridge.js";

    /// <summary>
    /// A reload takes the script out of the phone's cache at once: it stands before the page's own scripts, so a round trip for it is one
    /// for the page. A newer one is fetched behind its back and runs from the next load on. Private: it is for paired devices.
    /// </summary>
    private const string Caching = "private, max-age=60, stale-while-revalidate=86400";

    private readonly byte[] _script;
    private readonly byte[] _compressed;
    private readonly string _tag;

    /// <exception cref="FileNotFoundException">The browser clients were not built.</exception>
    public ScriptEndpoint(RelayOptions options)
    {
        var script = File.ReadAllBytes(System.IO.Path.Combine(AppContext.BaseDirectory, "wwwroot", "device", "bridge.js"));
        _script = options.Site?.Upstream is { } upstream ? [.. Encoding.UTF8.GetBytes(UpstreamSockets.Script(upstream)), .. script] : script;
        _compressed = Compress(_script);
        _tag = $"\"{Convert.ToHexStringLower(SHA256.HashData(_script))[..16]}\"";
    }

    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapGet(Path, (HttpContext context, ScriptEndpoint script) => script.SendAsync(context));

    private async Task SendAsync(HttpContext context)
    {
        var (request, response) = (context.Request, context.Response);
        response.Headers[HeaderNames.ETag] = _tag;
        response.Headers[HeaderNames.CacheControl] = Caching;
        response.Headers[HeaderNames.Vary] = HeaderNames.AcceptEncoding;
        response.Headers[HeaderNames.XContentTypeOptions] = "nosniff";
        if (request.Headers.IfNoneMatch == _tag)
        {
            response.StatusCode = StatusCodes.Status304NotModified;
            return;
        }

        var gzip = request.Headers.AcceptEncoding.ToString().Contains("gzip", StringComparison.OrdinalIgnoreCase);
        if (gzip)
        {
            response.Headers[HeaderNames.ContentEncoding] = "gzip";
        }

        var body = gzip ? _compressed : _script;
        response.ContentType = "text/javascript; charset=utf-8";
        response.ContentLength = body.Length;
        await response.Body.WriteAsync(body, context.RequestAborted);
    }

    private static byte[] Compress(byte[] script)
    {
        using var compressed = new MemoryStream();
        using (var gzip = new GZipStream(compressed, CompressionLevel.SmallestSize))
        {
            gzip.Write(script);
        }

        return compressed.ToArray();
    }
}
