using System.Net;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Net.Http.Headers;

namespace Bridge.Injector.Proxy;

/// <summary>Makes the request to the upstream out of the phone's.</summary>
internal static class UpstreamRequest
{
    // Said by the proxy itself, or by whoever frames the body; what a phone says of its way here isn't believed.
    private static readonly HashSet<string> Replaced = new(StringComparer.OrdinalIgnoreCase)
    {
        HeaderNames.Host, HeaderNames.Cookie, HeaderNames.Expect, HeaderNames.ContentLength, "Forwarded", "X-Forwarded-For", "X-Forwarded-Proto", "X-Forwarded-Host", "X-Forwarded-Port",
    };

    public static HttpRequestMessage Create(HttpContext context, Uri target, OriginMap origins, bool http2)
    {
        var request = context.Request;
        var message = new HttpRequestMessage(new HttpMethod(request.Method), target)
        {
            Version = http2 || target.Scheme == Uri.UriSchemeHttps ? HttpVersion.Version20 : HttpVersion.Version11,
            VersionPolicy = http2 ? HttpVersionPolicy.RequestVersionExact : HttpVersionPolicy.RequestVersionOrLower,
        };
        if (context.Features.Get<IHttpRequestBodyDetectionFeature>()?.CanHaveBody ?? request.ContentLength > 0)
        {
            message.Content = new ForwardedBody(request);
            message.Headers.ExpectContinue = request.Headers.Expect.ToString().Contains("100-continue", StringComparison.OrdinalIgnoreCase) ? true : null;
        }

        CopyFields(request, message, origins);
        AddForwarded(context, message);
        return message;
    }

    private static void CopyFields(HttpRequest request, HttpRequestMessage message, OriginMap origins)
    {
        var listed = HopByHop.Listed(request);
        foreach (var (name, values) in request.Headers)
        {
            if (HopByHop.Has(name, listed) || Replaced.Contains(name))
            {
                continue;
            }

            var isOrigin = name.Equals(HeaderNames.Origin, StringComparison.OrdinalIgnoreCase) || name.Equals(HeaderNames.Referer, StringComparison.OrdinalIgnoreCase);
            var forwarded = isOrigin ? values.Select(value => origins.Inward(value ?? "")).ToArray() : values.ToArray();
            if (!message.Headers.TryAddWithoutValidation(name, forwarded))
            {
                message.Content?.Headers.TryAddWithoutValidation(name, forwarded);
            }
        }

        if (request.Headers.TE.ToString().Contains("trailers", StringComparison.OrdinalIgnoreCase))
        {
            message.Headers.TryAddWithoutValidation(HeaderNames.TE, "trailers");
        }

        if (CookieFilter.Forwarded(request.Headers.Cookie) is { } cookie)
        {
            message.Headers.TryAddWithoutValidation(HeaderNames.Cookie, cookie);
        }
    }

    private static void AddForwarded(HttpContext context, HttpRequestMessage message)
    {
        var headers = message.Headers;
        headers.TryAddWithoutValidation("X-Forwarded-For", context.Connection.RemoteIpAddress?.ToString() ?? "unknown");
        headers.TryAddWithoutValidation("X-Forwarded-Proto", context.Request.Scheme);
        headers.TryAddWithoutValidation("X-Forwarded-Host", context.Request.Host.Value ?? "");
    }
}
