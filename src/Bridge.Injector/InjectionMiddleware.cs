using Bridge.Injector.Pages;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Microsoft.Net.Http.Headers;

namespace Bridge.Injector;

/// <summary>
/// Puts the device script into the pages that what follows in the pipeline answers with, and leaves all else as it is.
/// Who may see a page at all is decided before.
/// <code>
/// 1 request:  a navigation?  no: pass                      yes: the conditional headers become the origin's
/// 2 response: its head is complete: HTML, decodable, …?    no: pass, and say why
/// 3 head:     length, coding, entity tag, policies         4 body: through the injector, as it streams
/// </code>
/// </summary>
internal sealed class InjectionMiddleware(RequestDelegate next, IOptions<InjectionOptions> options, IEnumerable<IInjectionObserver> observers, ILogger<InjectionMiddleware> logger)
{
    private readonly InjectionOptions _options = options.Value;
    private readonly ServiceWorkers _workers = new();

    public async Task InvokeAsync(HttpContext context)
    {
        var request = context.Request;
        if (request.Path.StartsWithSegments(_options.OwnPath.TrimEnd('/')))
        {
            await next(context);
            return;
        }

        // 1
        var kind = Classify(request);
        var build = _options.Build?.Invoke();
        RestoreConditions(request.Headers, new InjectedEntityTag(build), kind != PageRequestKind.NotPage);
        if (kind == PageRequestKind.NotPage)
        {
            await next(context);
            return;
        }

        ContentCoding.Restrict(request.Headers);
        var inner = context.Features.GetRequiredFeature<IHttpResponseBodyFeature>();
        await using var page = new PageResponse(context, inner, kind, _options, build);
        var body = new InjectingBody(inner, page.Decide);
        context.Features.Set<IHttpResponseBodyFeature>(body);
        try
        {
            await next(context);
            await body.FinishAsync(context.RequestAborted);
            Report(context, page.Report());
        }
        catch (InvalidDataException fault)
        {
            // The origin's bytes aren't what their Content-Encoding says. Part of them may be out: only a broken connection says so.
            logger.NotDecoded(request.Path, fault.Message);
            Tell(context, new InjectionReport(request.Path + request.QueryString, false, fault.Message, []));
            context.Abort();
        }
        finally
        {
            context.Features.Set(inner);
        }
    }

    private PageRequestKind Classify(HttpRequest request)
    {
        var isFrame = request.Headers["Sec-Fetch-Dest"].ToString() is not ("" or "document");
        if (isFrame && !_options.Frames)
        {
            return PageRequestKind.NotPage;
        }

        _workers.Note(request);
        return _workers.Fetches(request) ? PageRequestKind.Perhaps : PageRequest.Classify(request);
    }

    // Without one of our entity tags the browser's copy may be of before the script: it gets the page anew.
    private static void RestoreConditions(IHeaderDictionary headers, InjectedEntityTag tags, bool isPage)
    {
        if (headers.IfNoneMatch.Count > 0)
        {
            headers.IfNoneMatch = tags.Restore(headers.IfNoneMatch, isPage);
        }

        if (isPage && headers.IfNoneMatch.Count == 0)
        {
            headers.Remove(HeaderNames.IfModifiedSince);
        }
    }

    private void Report(HttpContext context, InjectionReport? report)
    {
        if (report is null)
        {
            return;
        }

        Tell(context, report);
        if (report.Reason is { } reason)
        {
            logger.NotInjected(report.Path, reason);
        }
        else
        {
            logger.Injected(report.Path);
        }
    }

    private void Tell(HttpContext context, InjectionReport report)
    {
        foreach (var observer in observers)
        {
            observer.Passed(context, report);
        }
    }
}
