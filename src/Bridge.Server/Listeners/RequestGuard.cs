using Microsoft.AspNetCore.Http;

namespace Bridge.Server.Listeners;

/// <summary>
/// The first check of every request, HTTP and WebSocket alike: the Host is one of ours, and where a browser sent an Origin it is
/// the very origin that was asked. Both are compared whole; there is no wildcard and no CORS.
/// </summary>
internal sealed class RequestGuard(HostNames names)
{
    /// <summary>Null where the request may go on, else why not, in words for whoever made it.</summary>
    public string? Refusal(ListenerFeature listener, string host, string? origin)
    {
        if (!names.Allows(listener.Kind, host))
        {
            return $"This relay doesn't answer to the host name \"{Shown(host)}\". Start it with --allow-host NAME if it should.";
        }

        var own = $"{(listener.Secure ? "https" : "http")}://{host}";
        return origin is null || string.Equals(origin, own, StringComparison.OrdinalIgnoreCase)
            ? null
            : $"Requests from another origin are refused (Origin {Shown(origin)}, expected {Shown(own)}).";
    }

    public async Task InvokeAsync(HttpContext context, RequestDelegate next)
    {
        var request = context.Request;
        var listener = context.Features.GetRequiredListener();
        var origin = request.Headers.Origin;
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

    /// <summary>A header's value, capped and with what isn't plain text taken out.</summary>
    private static string Shown(string value) =>
        string.Concat(value.Take(100).Select(c => c is > ' ' and < '\x7f' ? c : '?'));
}
