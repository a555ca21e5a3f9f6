using System.Text.RegularExpressions;

namespace Bridge.Server.LiveReload;

/// <summary>
/// Names that change with their content: <c>app.3f2a9c1b.css</c>, <c>index-BhJ3x9aQ.css</c>, and versions behind a name, <c>style.css?v=12</c>.
/// A build writes such a file beside or instead of an earlier one of the same stem, and names it in its pages.
/// </summary>
internal static partial class HashedName
{
    /// <summary>What a hashed name keeps from build to build, <c>app.*.css</c> with its folder; null for a name without a hash.</summary>
    public static string? Stem(string path)
    {
        var name = path[(path.LastIndexOf('/') + 1)..];
        return Hashed().Match(name) is { Success: true } match && match.Length == name.Length && IsHash(match.Groups["hash"].ValueSpan)
            ? $"{path[..^name.Length]}{match.Groups["stem"].Value}*{match.Groups["extension"].Value}"
            : null;
    }

    /// <summary>A page's text without what changes with the content of the style sheets and images that it names.</summary>
    public static string Loosen(string text) => Hashed().Replace(Versioned().Replace(text, "${file}"), match =>
        IsHash(match.Groups["hash"].ValueSpan) ? $"{match.Groups["stem"].ValueSpan}*{match.Groups["extension"].ValueSpan}" : match.Value);

    // A word isn't one: `theme-dark.css` and `theme-light.css` are two sheets. A hash has digits among its letters, or capitals inside.
    private static bool IsHash(ReadOnlySpan<char> text)
    {
        var small = text.ContainsAnyInRange('a', 'z');
        var digits = text.ContainsAnyInRange('0', '9');
        return digits ? small || text.ContainsAnyInRange('A', 'Z') || text.Length >= 8 : small && text[1..].ContainsAnyInRange('A', 'Z');
    }

    // Behind a hyphen, Vite's, Rollup's and esbuild's 8 characters of base64url, hyphens among them; or, behind a dot, webpack's of any length.
    [GeneratedRegex("(?<![A-Za-z0-9_~@%.-])(?<stem>[A-Za-z0-9_~@%.-]{1,256}?[.-])(?<hash>[A-Za-z0-9_-]{8}|[A-Za-z0-9_]{4,40})(?<extension>(\\.min)?\\.(css|png|apng|jpe?g|jfif|gif|webp|avif|svg|bmp|ico))(?![A-Za-z0-9_.-])", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex Hashed();

    [GeneratedRegex("(?<file>\\.(css|png|apng|jpe?g|jfif|gif|webp|avif|svg|bmp|ico))\\?[^\"'\\s<>)#]{1,200}", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex Versioned();
}
