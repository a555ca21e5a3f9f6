using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace Bridge.Injector.Pages;

/// <summary>The head of a response whose body gets longer by a script, and loses its content coding.</summary>
internal static class InjectedHead
{
    // What states something about the very bytes of the body (RFC 9530, RFC 9110), which are others now.
    private static readonly string[] AboutBytes =
        [HeaderNames.ContentLength, HeaderNames.ContentEncoding, HeaderNames.AcceptRanges, "Content-MD5", "Digest", "Content-Digest", "Repr-Digest"];

    /// <summary>Makes the head fit the injected page.</summary>
    public static void Apply(IHeaderDictionary headers, InjectedEntityTag tags)
    {
        foreach (var name in AboutBytes)
        {
            headers.Remove(name);
        }

        ApplyEntityTag(headers, tags);
        if (!headers.Vary.ToString().Contains("Sec-Fetch-Dest", StringComparison.OrdinalIgnoreCase) && headers.Vary != "*")
        {
            // A script that fetches the same address gets it as it is, also from the browser's cache.
            headers.Append(HeaderNames.Vary, "Sec-Fetch-Dest");
        }
    }

    /// <summary>Gives the response the injected page's entity tag; for a 304 too, which confirms it.</summary>
    public static void ApplyEntityTag(IHeaderDictionary headers, InjectedEntityTag tags)
    {
        if (headers.ETag.Count == 0)
        {
            return;
        }

        if (EntityTagHeaderValue.TryParse(headers.ETag.ToString(), out var tag))
        {
            headers.ETag = tags.From(tag).ToString();
        }
        else
        {
            headers.Remove(HeaderNames.ETag);
        }
    }
}
