using System.Buffers;
using System.Text;

namespace Bridge.Server.LiveReload;

/// <summary>
/// Names that change with their content: <c>app.3f2a9c1b.css</c>, <c>index-BhJ3x9aQ.css</c>. A build writes such a file beside or instead of an
/// earlier one of the same stem, and names it in its pages (<see cref="PageNames"/>).
/// <code>
/// index-dark-BhJ3x9aQ.min.css
/// └── stem ─┘└ hash ┘
/// </code>
/// </summary>
internal static class HashedName
{
    /// <summary>What names consist of that are looked at.</summary>
    public static readonly SearchValues<byte> Characters = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_~@%.-"u8);

    /// <summary>Bytes of the longest name that is looked at, without its extension.</summary>
    public const int Longest = LongestStem + 1 + Most + 4; // the separator, .min

    private const int LongestStem = 256;

    // Vite's, Rollup's and esbuild's: base64url, hyphens among them.
    private const int ShortLength = 8;

    // Webpack's: of any length, without hyphens.
    private const int Least = 4;
    private const int Most = 40;

    private static readonly SearchValues<byte> Separators = SearchValues.Create(".-"u8);

    /// <summary>What a hashed name keeps from build to build, <c>app.*.css</c> with its folder; null for a name without a hash.</summary>
    public static string? Stem(string path)
    {
        ReadOnlySpan<byte> name = Encoding.UTF8.GetBytes(path[(path.LastIndexOf('/') + 1)..]);
        if (ChangeKinds.Of(path) != ChangeKind.Swap || name.ContainsAnyExcept(Characters) || Hash(name[..name.LastIndexOf((byte)'.')]) is not { } hash)
        {
            return null;
        }

        var folder = path.Length - name.Length; // all of the name is ASCII
        return $"{path[..(folder + hash.Start.Value)]}*{path[(folder + hash.End.Value)..]}";
    }

    /// <summary>Where the hash is in a name of <see cref="Characters"/> without its extension; null where there is none.</summary>
    public static Range? Hash(ReadOnlySpan<byte> name)
    {
        name = name.EndsWith(".min"u8) ? name[..^4] : name;
        var start = name.Length - ShortLength;
        if (start < 2 || !Separators.Contains(name[start - 1]) || name[start..].ContainsAny(".~@%"u8))
        {
            start = name.LastIndexOfAny(Separators) + 1;
        }

        return start is >= 2 and <= LongestStem + 1 && (name.Length - start) is >= Least and <= Most && IsHash(name[start..]) ? start..name.Length : null;
    }

    // A word isn't one: `theme-dark.css` and `theme-light.css` are two sheets. A hash has digits among its letters, or capitals inside.
    private static bool IsHash(ReadOnlySpan<byte> text)
    {
        var small = text.ContainsAnyInRange((byte)'a', (byte)'z');
        var digits = text.ContainsAnyInRange((byte)'0', (byte)'9');
        return digits
            ? small || text.ContainsAnyInRange((byte)'A', (byte)'Z') || text.Length >= 8
            : small && text[1..].ContainsAnyInRange((byte)'A', (byte)'Z');
    }
}
