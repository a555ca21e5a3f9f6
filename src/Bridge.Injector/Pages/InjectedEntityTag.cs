using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;

namespace Bridge.Injector.Pages;

/// <summary>
/// An injected page is another representation than the one its origin tagged, so it gets another entity tag (RFC 9110,
/// 8.8.3): weak, and made so that the origin's own can be restored when the browser asks again.
/// </summary>
/// <param name="build">Names the site's content: a page that carries another build is another representation too.</param>
internal sealed class InjectedEntityTag(string? build)
{
    private const string Mark = "+bridge";

    private readonly string _wasStrong = $"{Mark}{build}\"";
    private readonly string _wasWeak = $"{Mark}-w{build}\"";

    /// <summary>The tag of the injected page.</summary>
    public EntityTagHeaderValue From(EntityTagHeaderValue origin)
    {
        var opaque = origin.Tag.AsSpan()[..^1];
        return new EntityTagHeaderValue($"{opaque}{(origin.IsWeak ? _wasWeak : _wasStrong)}", isWeak: true);
    }

    /// <summary>
    /// The origin's tags among those of an If-None-Match. For a page only tags of injected pages of this build count, and for all
    /// else only the origin's own: what the browser has cached as one must not be confirmed as the other.
    /// </summary>
    public StringValues Restore(StringValues ifNoneMatch, bool isPage)
    {
        if (!EntityTagHeaderValue.TryParseList(ifNoneMatch, out var tags))
        {
            return isPage ? StringValues.Empty : ifNoneMatch;
        }

        var values = tags.Select(tag => tag.ToString());
        var restored = isPage
            ? values.Select(Origin).OfType<string>()
            : values.Where(value => !value.Contains(Mark, StringComparison.Ordinal));
        return string.Join(", ", restored) is { Length: > 0 } list ? list : StringValues.Empty;
    }

    // W/"x+bridge…" was "x"; W/"x+bridge-w…" was W/"x".
    private string? Origin(string tag) => tag.EndsWith(_wasWeak, StringComparison.Ordinal) ? $"{tag[..^_wasWeak.Length]}\""
        : tag.EndsWith(_wasStrong, StringComparison.Ordinal) && tag.StartsWith("W/", StringComparison.Ordinal) ? $"{tag[2..^_wasStrong.Length]}\""
        : null;
}
