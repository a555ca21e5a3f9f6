using Bridge.Injector.Html;
using Bridge.Injector.Policies;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace Bridge.Injector.Pages;

/// <summary>Whether a response gets the script.</summary>
/// <param name="Inject">Whether it does.</param>
/// <param name="Reason">Why a page doesn't; null where the response isn't a page, and so nobody misses the script.</param>
/// <param name="Encoding">The page's encoding.</param>
/// <param name="Coding">Its content coding; the empty string for none.</param>
internal readonly record struct InjectionDecision(bool Inject, string? Reason, PageEncoding Encoding = default, string Coding = "")
{
    /// <summary>Nothing that a browser would make a page of.</summary>
    public static readonly InjectionDecision NotPage = new(false, null);

    /// <summary>Decides by the response's head.</summary>
    public static InjectionDecision For(HttpResponse response)
    {
        if (!HasPage(response))
        {
            return NotPage;
        }

        if (response.ContentType is not { Length: > 0 } contentType)
        {
            return response.ContentLength == 0 ? NotPage : new(false, "it has no Content-Type");
        }

        if (!MediaTypeHeaderValue.TryParse(contentType, out var type))
        {
            return new(false, $"its Content-Type can't be read: {contentType}");
        }

        if (type.MediaType.Equals("application/xhtml+xml", StringComparison.OrdinalIgnoreCase))
        {
            return new(false, "it is XHTML, which a browser reads as XML");
        }

        return type.MediaType.Equals("text/html", StringComparison.OrdinalIgnoreCase) ? ForHtml(response, type) : NotPage;
    }

    private static InjectionDecision ForHtml(HttpResponse response, MediaTypeHeaderValue type)
    {
        if (response.StatusCode == StatusCodes.Status206PartialContent)
        {
            return new(false, "only a range of it was asked for");
        }

        if (PageEncodings.FromCharset(type.Charset.Value) is not { } encoding)
        {
            return new(false, $"no markup can be found in its charset, {type.Charset}");
        }

        if (response.Headers.ContentSecurityPolicy.Any(policies => policies is not null && CspRewriter.ForbidsScripts(policies)))
        {
            return new(false, "its Content-Security-Policy puts it into a sandbox without scripts");
        }

        var coding = ContentCoding.Normalize(response.Headers.ContentEncoding);
        return ContentCoding.IsKnown(coding)
            ? new(true, null, encoding, coding)
            : new(false, $"its Content-Encoding is {response.Headers.ContentEncoding}, which can't be decoded here");
    }

    private static bool HasPage(HttpResponse response)
    {
        var headers = response.Headers;
        var status = response.StatusCode;
        if (status is < 200 or StatusCodes.Status204NoContent or StatusCodes.Status205ResetContent or StatusCodes.Status304NotModified)
        {
            return false;
        }

        var isRedirect = status is >= 300 and < 400 && headers.Location.Count > 0;
        var isDownload = headers.ContentDisposition.ToString().TrimStart().StartsWith("attachment", StringComparison.OrdinalIgnoreCase);
        return !isRedirect && !isDownload;
    }
}
