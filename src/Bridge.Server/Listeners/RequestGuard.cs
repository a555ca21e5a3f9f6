using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace Bridge.Server.Listeners;

/// <summary>
/// The first check of every request, HTTP and WebSocket alike: the Host is one of ours, and where a browser sent an Origin it is
/// the very origin that was asked, or a listed one that asks for what pages elsewhere may have. All are compared whole; there is no wildcard.
/// </summary>
internal sealed class RequestGuard(HostNames names, PageOrigins pages)
{
    private const string LongestPreflight = "600"; // seconds; browsers cap it themselves

    /// <summary>Null where the request may go on, else why not, in words for whoever made it.</summary>
    public string? Refusal(ListenerFeature listener, string host, string? origin)
    {
        if (!names.Allows(listener.Kind, host))
        {
            return $"This relay doesn't answer to the host name \"{Shown(host)}\". Start it with --allow-host NAME if it should.";
        }

        var own = $"{(listener.Secure ? "https" : "http")}://{host}";
        if (origin is null || string.Equals(origin, own, StringComparison.OrdinalIgnoreCase))
        {
            return null;
        }

        return listener.Kind == ListenerKind.Device
            ? $"Requests from another origin are refused (Origin {Shown(origin)}, expected {Shown(own)}). Start the relay with --allow-origin ORIGIN if that page should be bridged."
            : $"Requests from another origin are refused (Origin {Shown(origin)}, expected {Shown(own)}).";
    }

    /// <summary>Whether a request comes from a page elsewhere that is listed. Its Host is checked as any other's.</summary>
    public bool IsElsewhere(ListenerFeature listener, string host, string? origin) =>
        listener.Kind == ListenerKind.Device && pages.Contains(origin) && names.Allows(listener.Kind, host) && Refusal(listener, host, origin) is not null;

    public async Task InvokeAsync(HttpContext context, RequestDelegate next)
    {
        var request = context.Request;
        var listener = context.Features.GetRequiredListener();
        var origin = request.Headers.Origin;
        if (origin is [{ } page] && PageOrigins.MayAsk(request.Path.Value ?? "") && IsElsewhere(listener, request.Host.Value ?? "", page))
        {
            await AnswerElsewhereAsync(context, page, next);
            return;
        }

        var refusal = origin.Count > 1 ? "More than one Origin header." : Refusal(listener, request.Host.Value ?? "", origin);
        if (refusal is null)
        {
            await next(context);
            return;
        }

        context.Response.StatusCode = StatusCodes.Status403Forbidden;
        context.Response.ContentType = "text/plain; charset=utf-8";
        await context.Response.WriteAsync(refusal + "\n", context.RequestAborted);
    }

    /// <summary>Cross-origin resource sharing (Fetch, 3.2) for one listed origin, without cookies: no Access-Control-Allow-Credentials.</summary>
    private static Task AnswerElsewhereAsync(HttpContext context, string page, RequestDelegate next)
    {
        var headers = context.Response.Headers;
        headers.AccessControlAllowOrigin = page;
        headers.Append(HeaderNames.Vary, HeaderNames.Origin);
        if (!HttpMethods.IsOptions(context.Request.Method))
        {
            context.Features.Set(new ElsewhereFeature(page));
            return next(context);
        }

        headers.AccessControlAllowMethods = "GET, POST";
        headers.AccessControlAllowHeaders = "authorization, content-type";
        headers.AccessControlMaxAge = LongestPreflight;
        headers["Access-Control-Allow-Private-Network"] = "true"; // of browsers that still ask before a public page reaches a local address
        context.Response.StatusCode = StatusCodes.Status204NoContent;
        return Task.CompletedTask;
    }

    /// <summary>A header's value, capped and with what isn't plain text taken out.</summary>
    private static string Shown(string value) =>
        string.Concat(value.Take(100).Select(c => c is > ' ' and < '\x7f' ? c : '?'));
}
