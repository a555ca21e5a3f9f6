using System.IO.Compression;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace Bridge.Server.DeviceScript;

/// <summary>One of the device script's files, compressed once.</summary>
internal sealed class ScriptFile
{
    private readonly byte[] _script;
    private readonly byte[] _compressed;
    private readonly string _tag;
    private readonly string _caching;

    /// <param name="script">Its bytes.</param>
    /// <param name="caching">Its <c>Cache-Control</c>.</param>
    public ScriptFile(byte[] script, string caching)
    {
        _script = script;
        _compressed = Compress(_script);
        _tag = $"\"{Convert.ToHexStringLower(SHA256.HashData(_script))[..16]}\"";
        _caching = caching;
    }

    public async Task SendAsync(HttpContext context)
    {
        var (request, response) = (context.Request, context.Response);
        response.Headers[HeaderNames.ETag] = _tag;
        response.Headers[HeaderNames.CacheControl] = _caching;
        response.Headers.Append(HeaderNames.Vary, HeaderNames.AcceptEncoding);
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
