using System.Buffers;
using System.Text;

namespace Bridge.Server.LiveReload;

/// <summary>
/// Finds what of a page changes with the content of the style sheets and images that it names: hashes in names (<see cref="HashedName"/>), and
/// versions behind them.
/// <code>
/// &lt;link href="/assets/index-BhJ3x9aQ.css">  &lt;link href="style.css?v=12">
///                          └──────┘                               └───┘
/// </code>
/// </summary>
internal static class PageNames
{
    private const int LongestVersion = 200;

    private static readonly SearchValues<byte> VersionEnd = SearchValues.Create("\"' \t\r\n\f\v<>)#"u8);
    private static readonly byte[][] Extensions = [.. ChangeKinds.SwappedExtensions.Select(Encoding.ASCII.GetBytes)];
    private static readonly SearchValues<byte> FirstLetters = SearchValues.Create([.. Extensions.Select(extension => extension[1])]);

    /// <summary>Where it is, in order; a page whose other bytes are the same says the same.</summary>
    /// <param name="page">The page, in an encoding in which ASCII stands for itself.</param>
    public static IReadOnlyList<Range> Changing(ReadOnlySpan<byte> page)
    {
        var changing = new List<Range>();
        var from = 0; // the end of the last name, and of its version
        for (var at = 0; page[at..].IndexOf((byte)'.') is >= 0 and var next;)
        {
            var dot = at + next;
            at = dot + ExtensionLength(page[dot..]);
            if (at == dot)
            {
                at++;
            }
            else if (at == page.Length || !HashedName.Characters.Contains(page[at]))
            {
                var start = Math.Max(from, dot - HashedName.Longest);
                start += page[start..dot].LastIndexOfAnyExcept(HashedName.Characters) + 1;
                if (HashedName.Hash(page[start..dot]) is { } hash)
                {
                    changing.Add((start + hash.Start.Value)..(start + hash.End.Value));
                }

                from = at + VersionLength(page[at..]);
                if (from > at)
                {
                    changing.Add(at..from);
                }

                at = from;
            }
        }

        return changing;
    }

    private static int ExtensionLength(ReadOnlySpan<byte> text)
    {
        // Most dots end a sentence.
        if (text.Length < 2 || !FirstLetters.Contains(text[1]))
        {
            return 0;
        }

        foreach (var extension in Extensions)
        {
            if (text.StartsWith(extension))
            {
                return extension.Length;
            }
        }

        return 0;
    }

    private static int VersionLength(ReadOnlySpan<byte> text)
    {
        if (text is not [(byte)'?', ..])
        {
            return 0;
        }

        text = text[..Math.Min(text.Length, LongestVersion)];
        var end = text.IndexOfAny(VersionEnd);
        return end < 0 ? text.Length : end;
    }
}
