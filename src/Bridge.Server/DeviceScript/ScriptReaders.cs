using Bridge.Server.Listeners;
using Bridge.Server.Security;
using Microsoft.AspNetCore.Http;

namespace Bridge.Server.DeviceScript;

/// <summary>Tells who asks for the script.</summary>
internal static class ScriptReaders
{
    /// <summary>The page's origin where the browser sent a Referer; a script tag's request has no Origin.</summary>
    public static string? PageOrigin(HttpRequest request) =>
        Uri.TryCreate(request.Headers.Referer.ToString(), UriKind.Absolute, out var page) ? page.GetLeftPart(UriPartial.Authority) : null;

    public static ScriptReader Of(HttpContext context, PageOrigins pages)
    {
        var request = context.Request;
        var page = context.Features.Get<ElsewhereFeature>()?.Origin ?? PageOrigin(request);
        if (page is not null && !IsOwn(page, request.Host))
        {
            return pages.Contains(page) ? ScriptReader.ListedPage : ScriptReader.UnlistedPage;
        }

        var says = request.Headers["Sec-Fetch-Site"].ToString();
        if (context.Features.Get<DeviceIdentity>() is not null && says is not ("cross-site" or "same-site"))
        {
            return ScriptReader.OwnPage;
        }

        return page is null && pages.Listed.Count > 0 ? ScriptReader.ListedPage : ScriptReader.Unpaired;
    }

    /// <summary>By host and port: a tunnel may have taken the TLS off.</summary>
    private static bool IsOwn(string page, HostString own) => page[(page.IndexOf("//", StringComparison.Ordinal) + 2)..].Equals(own.Value, StringComparison.OrdinalIgnoreCase);
}
