using System.Net;
using Bridge.Injector.Pages;
using Microsoft.AspNetCore.Http;

namespace Bridge.Injector.Proxy;

/// <summary>What a phone is told while the upstream is away: a page that says so and comes back by itself.</summary>
internal static class UpstreamTrouble
{
    /// <summary>Marks the proxy's own answers, so that the waiting page can tell when the upstream's are back.</summary>
    public const string Header = "Bridge-Upstream";

    /// <summary>Answers instead of the upstream.</summary>
    /// <param name="context">The request; nothing of its response has gone out.</param>
    /// <param name="status">502 or 504.</param>
    /// <param name="upstream">Whose answer is missing.</param>
    /// <param name="what">What is wrong, in words.</param>
    public static async Task AnswerAsync(HttpContext context, int status, Uri upstream, string what)
    {
        var response = context.Response;
        response.Clear();
        response.StatusCode = status;
        response.Headers[Header] = status == StatusCodes.Status504GatewayTimeout ? "slow" : "down";
        response.Headers.CacheControl = "no-store";
        var name = upstream.GetLeftPart(UriPartial.Authority);
        if (PageRequest.Classify(context.Request) == PageRequestKind.NotPage)
        {
            response.ContentType = "text/plain; charset=utf-8";
            await response.WriteAsync($"{name} {what}\n", context.RequestAborted);
            return;
        }

        response.ContentType = "text/html; charset=utf-8";
        await response.WriteAsync(Page(WebUtility.HtmlEncode(name), WebUtility.HtmlEncode(what)), context.RequestAborted);
    }

    // Asks by HEAD whether the upstream answers again; one that takes no HEAD answers 405, which is an answer too.
    private static string Page(string name, string what) => $$"""
        <!doctype html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <meta name="color-scheme" content="light dark">
        <title>Waiting for {{name}}</title>
        <style>
          body { margin: 0; min-height: 100svh; display: grid; place-content: center; gap: .6rem; padding: 2rem; text-align: center; font: 1.05rem/1.5 system-ui, sans-serif; }
          h1 { margin: 0; font-size: 1.35rem; }
          p { margin: 0; opacity: .75; overflow-wrap: anywhere; }
          i { width: 2.2rem; height: 2.2rem; margin: 0 auto .8rem; border: 3px solid #8885; border-top-color: #14996a; border-radius: 50%; animation: turn 1s linear infinite; }
          @keyframes turn { to { rotate: 1turn } }
        </style>
        <noscript><meta http-equiv="refresh" content="2"></noscript>
        </head>
        <body>
        <i></i>
        <h1>{{name}} {{what}}</h1>
        <p>This page comes back by itself as soon as it answers.</p>
        <script>
          (function ask() {
            fetch(location.href, { method: "HEAD", cache: "no-store" })
              .then(function (answer) { return answer.headers.has("Bridge-Upstream"); }, function () { return true; })
              .then(function (away) { if (away) setTimeout(ask, 500); else location.reload(); });
          })();
        </script>
        </body>
        </html>
        """;
}
