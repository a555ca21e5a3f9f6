using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;

namespace Bridge.Injector.Pages;

/// <summary>
/// An injected page is another representation than the one its origin tagged, so it gets another entity tag (RFC 9110,
/// 8.8.3): weak, and made so that the origin's own can be restored when the browser asks again.
/// </summary>
internal static class InjectedEntityTag
{
    private const string WasStrong = "+bridge\"";
    private const string WasWeak = "+bridgew\"";

    /// <summary>The tag of the injected page.</summary>
    public static EntityTagHeaderValue From(EntityTagHeaderValue origin)
    {
        var opaque = origin.Tag.AsSpan()[..^1];
        return new EntityTagHeaderValue($"{opaque}{(origin.IsWeak ? WasWeak : WasStrong)}", isWeak: true);
    }

    /// <summary>
    /// The origin's tags among those of an If-None-Match. For a page only tags of injected pages count, and for all else only
    /// the others: what the browser has cached as one must not be confirmed as the other.
    /// </summary>
    public static StringValues Restore(StringValues ifNoneMatch, bool isPage)
    {
        if (!EntityTagHeaderValue.TryParseList(ifNoneMatch, out var tags))
        {
            return isPage ? StringValues.Empty : ifNoneMatch;
        }

        var restored = new List<string>();
        foreach (var tag in tags)
        {
            var value = tag.ToString();
            var injected = value.EndsWith(WasStrong, StringComparison.Ordinal) || value.EndsWith(WasWeak, StringComparison.Ordinal);
            if (injected == isPage)
            {
                restored.Add(injected ? Origin(value) : value);
            }
        }

        return restored.Count == 0 ? StringValues.Empty : string.Join(", ", restored);
    }

    // W/"x+bridge" was "x"; W/"x+bridgew" was W/"x".
    private static string Origin(string tag) => tag.EndsWith(WasWeak, StringComparison.Ordinal)
        ? $"{tag[..^WasWeak.Length]}\""
        : $"{tag[2..^WasStrong.Length]}\"";
}
