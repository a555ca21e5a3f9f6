using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Extensions;
using Microsoft.Net.Http.Headers;

namespace Bridge.Injector.Site;

/// <summary>Serves a folder: types, ranges, entity tags and conditions; nothing outside the folder.</summary>
public sealed class StaticSite
{
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
        var type = await _types.ForAsync(file, context.RequestAborted);
        context.Response.Headers.CacheControl = "no-cache";
        if (status != StatusCodes.Status200OK)
        {
            context.Response.StatusCode = status;
            context.Response.ContentType = type;
            await context.Response.SendFileAsync(file.FullName, context.RequestAborted);
            return;
        }

        // Time and length, as most servers do: no reading of the file, and a save always changes one of them.
        var tag = new EntityTagHeaderValue($"\"{file.LastWriteTimeUtc.Ticks ^ file.Length:x}\"");
        await TypedResults.PhysicalFile(file.FullName, type, fileDownloadName: null, new DateTimeOffset(file.LastWriteTimeUtc), tag, enableRangeProcessing: true).ExecuteAsync(context);
    }
}
