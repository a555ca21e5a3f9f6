using System.Security.Cryptography;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Extensions;
using Microsoft.Net.Http.Headers;

namespace Bridge.Injector.Site;

/// <summary>Serves a folder: types, ranges, entity tags and conditions; nothing outside the folder.</summary>
public sealed class StaticSite
{
    /// <summary>
    /// Bytes up to which a file is read in one go and sent in one piece. A page that is reloaded waits for its markup and its style sheets: each
    /// read in pieces costs it a change of threads.
    /// </summary>
    private const int Small = 64 * 1024;

    private readonly StaticSiteOptions _options;
    private readonly SiteRoot _root;
    private readonly ContentTypes _types = new();

    /// <exception cref="DirectoryNotFoundException">The folder doesn't exist.</exception>
    public StaticSite(StaticSiteOptions options)
    {
        _options = options;
        _root = new SiteRoot(options.Directory);
    }

    /// <summary>Answers a request; never passes it on.</summary>
    public async Task ServeAsync(HttpContext context)
    {
        var request = context.Request;
        if (!HttpMethods.IsGet(request.Method) && !HttpMethods.IsHead(request.Method))
        {
            context.Response.StatusCode = StatusCodes.Status405MethodNotAllowed;
            context.Response.Headers.Allow = "GET, HEAD";
            return;
        }

        if (!SitePath.TryRead(request.Path.Value ?? "", _options.HiddenFiles, OperatingSystem.IsWindows(), out var names))
        {
            await NotFoundAsync(context);
            return;
        }

        var found = _root.Find(names);
        if (found is DirectoryInfo && names[^1].Length > 0)
        {
            RedirectToFolder(context);
            return;
        }

        var file = found is DirectoryInfo ? Index(names) : names[^1].Length > 0 ? found as FileInfo ?? Clean(names) : null;
        file ??= IsRoute(request, names) ? Index([]) : null;
        await (file is null ? NotFoundAsync(context) : SendAsync(context, file, StatusCodes.Status200OK));
    }

    private FileInfo? Index(IEnumerable<string> folder) => _root.Find(folder.Append(_options.IndexFile)) as FileInfo;

    private FileInfo? Clean(IReadOnlyList<string> names) =>
        _options.CleanUrls ? _root.Find(names.SkipLast(1).Append(names[^1] + ".html")) as FileInfo : null;

    private bool IsRoute(HttpRequest request, IReadOnlyList<string> names) =>
        _options.SinglePage && !names[^1].Contains('.') && request.Headers.Accept.ToString().Contains("text/html", StringComparison.OrdinalIgnoreCase);

    // Without the slash the page's relative addresses would be one folder off.
    private static void RedirectToFolder(HttpContext context)
    {
        var request = context.Request;
        context.Response.StatusCode = StatusCodes.Status301MovedPermanently;
        context.Response.Headers.Location = UriHelper.BuildRelative(request.PathBase, request.Path + "/", request.QueryString);
        context.Response.Headers.CacheControl = "no-cache";
    }

    private async Task NotFoundAsync(HttpContext context)
    {
        if (_root.Find(["404.html"]) is FileInfo page)
        {
            await SendAsync(context, page, StatusCodes.Status404NotFound);
            return;
        }

        context.Response.StatusCode = StatusCodes.Status404NotFound;
        if (context.Request.Headers.Accept.ToString().Contains("text/html", StringComparison.OrdinalIgnoreCase))
        {
            // A page, and so one that reloads by itself as soon as the file is there.
            context.Response.ContentType = "text/html; charset=utf-8";
            await context.Response.WriteAsync(
                "<!doctype html><html lang=\"en\"><head><title>Not found</title></head><body style=\"font:1.1rem system-ui;margin:3rem\">"
                + "<h1>Not found</h1><p>The site has nothing at this address.</p></body></html>");
        }
    }

    private async Task SendAsync(HttpContext context, FileInfo file, int status)
    {
        var content = ReadSmall(file);
        var type = content is { } text ? _types.For(file, text.Span) : await _types.ForAsync(file, context.RequestAborted);
        context.Response.Headers.CacheControl = "no-cache";
        if (status != StatusCodes.Status200OK)
        {
            context.Response.StatusCode = status;
            context.Response.ContentType = type;
            await context.Response.SendFileAsync(file.FullName, context.RequestAborted);
            return;
        }

        var tag = TagOf(file, content);
        var written = new DateTimeOffset(file.LastWriteTimeUtc);
        await (content is { } all
            ? TypedResults.Bytes(all, type, fileDownloadName: null, enableRangeProcessing: true, written, tag).ExecuteAsync(context)
            : TypedResults.PhysicalFile(file.FullName, type, fileDownloadName: null, written, tag, enableRangeProcessing: true).ExecuteAsync(context));
    }

    /// <summary>
    /// Of what is read anyway by its content: a file system's clock goes in steps (2 s with FAT), and a save right after the last one may leave time and
    /// length as they were. Of a large file by these: nothing of it is read, and it takes longer to make and to fetch than most steps.
    /// </summary>
    private static EntityTagHeaderValue TagOf(FileInfo file, ReadOnlyMemory<byte>? content) => new(content is { } bytes
        ? $"\"{Convert.ToHexStringLower(SHA256.HashData(bytes.Span).AsSpan(0, 12))}\""
        : $"\"{file.LastWriteTimeUtc.Ticks ^ file.Length:x}\"");

    /// <summary>All of a small file; null of a large one.</summary>
    private static ReadOnlyMemory<byte>? ReadSmall(FileInfo file)
    {
        if (file.Length > Small)
        {
            return null;
        }

        using var handle = File.OpenHandle(file.FullName, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        var buffer = new byte[file.Length];
        var size = 0;
        int read;
        while (size < buffer.Length && (read = RandomAccess.Read(handle, buffer.AsSpan(size), size)) > 0)
        {
            size += read;
        }

        return RandomAccess.GetLength(handle) > size ? null : buffer.AsMemory(0, size); // one that has grown meanwhile counts as large
    }
}
