using System.Text;
using System.Text.RegularExpressions;

namespace Bridge.Server.LiveReload;

/// <summary>The patterns of one <c>.gitignore</c> (gitignore(5)), for paths below its folder.</summary>
internal sealed class GitIgnoreFile
{
    private const int MostPatterns = 10_000;

    private readonly List<(Regex Pattern, bool Negated, bool FoldersOnly)> _patterns = [];

    public GitIgnoreFile(IEnumerable<string> lines)
    {
        foreach (var line in lines.Take(MostPatterns))
        {
            Add(line);
        }
    }

    /// <summary>Whether a path is ignored; null where no pattern says anything about it. The last one that matches decides.</summary>
    /// <param name="path">Relative to the file's folder, with slashes.</param>
    /// <param name="isFolder">Whether it is a folder.</param>
    public bool? Ignores(string path, bool isFolder)
    {
        bool? ignored = null;
        foreach (var (pattern, negated, foldersOnly) in _patterns)
        {
            if ((isFolder || !foldersOnly) && pattern.IsMatch(path))
            {
                ignored = !negated;
            }
        }

        return ignored;
    }

    private void Add(string line)
    {
        var pattern = line.EndsWith("\\ ", StringComparison.Ordinal) ? line : line.TrimEnd(' ', '\t', '\r');
        if (pattern.Length == 0 || pattern[0] == '#')
        {
            return;
        }

        var negated = pattern[0] == '!';
        pattern = negated ? pattern[1..] : pattern;
        var foldersOnly = pattern.EndsWith('/');
        pattern = pattern.TrimEnd('/');
        var anchored = pattern.Contains('/');
        pattern = pattern.TrimStart('/');
        if (pattern.Length > 0 && Compile((anchored ? "^" : "(?:^|/)") + Translate(pattern) + "$") is { } compiled)
        {
            _patterns.Add((compiled, negated, foldersOnly));
        }
    }

    /// <summary>Null for what makes no sense, such as <c>[z-a]</c>: as with git, it matches nothing.</summary>
    private static Regex? Compile(string pattern)
    {
        try
        {
            return new Regex(pattern, RegexOptions.CultureInvariant, TimeSpan.FromSeconds(1));
        }
        catch (RegexParseException)
        {
            return null;
        }
    }

    private static string Translate(string glob)
    {
        var regex = new StringBuilder();
        for (var at = 0; at < glob.Length; at++)
        {
            var rest = glob.AsSpan(at);
            switch (glob[at])
            {
                case '*' when rest.StartsWith("**/") && (at == 0 || glob[at - 1] == '/'):
                    regex.Append("(?:.*/)?");
                    at += 2;
                    break;
                case '*' when rest is "**" && at > 0 && glob[at - 1] == '/':
                    regex.Append(".+");
                    at++;
                    break;
                case '*':
                    regex.Append("[^/]*");
                    break;
                case '?':
                    regex.Append("[^/]");
                    break;
                case '[' when rest[1..].IndexOf(']') is > 0 and var length:
                    regex.Append('[').Append(rest.Slice(1, length).ToString().Replace("\\", "\\\\").Replace("!", at + 1 < glob.Length && glob[at + 1] == '!' ? "^" : "!")).Append(']');
                    at += length + 1;
                    break;
                case '\\' when rest.Length > 1:
                    regex.Append(Regex.Escape(glob[++at].ToString()));
                    break;
                default:
                    regex.Append(Regex.Escape(glob[at].ToString()));
                    break;
            }
        }

        return regex.ToString();
    }
}
