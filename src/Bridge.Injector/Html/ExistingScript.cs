using System.Text;

namespace Bridge.Injector.Html;

/// <summary>Looks for a script in the part of a head that has already arrived, so that it isn't put there a second time.</summary>
internal static class ExistingScript
{
    /// <summary>Whether one of the head's script tags in <paramref name="start"/> has this path as its source, on whatever host.</summary>
    public static bool IsIn(ReadOnlySpan<byte> start, PageEncoding encoding, string scriptPath)
    {
        var unit = encoding.UnitSize();
        var parser = new HeadParser("script");
        var tag = new StringBuilder();
        for (var at = 0; at + unit <= start.Length; at += unit)
        {
            var c = encoding.Unit(start[at..]);
            var step = parser.Next(c);
            if (step.HasFlag(HeadStep.Over))
            {
                return false;
            }

            if (step.HasFlag(HeadStep.Tag) && IsOurs(tag.Append(c).ToString(), scriptPath))
            {
                return true;
            }

            _ = step.HasFlag(HeadStep.Hold) ? tag.Append(c) : tag.Clear();
        }

        return false;
    }

    private static bool IsOurs(string tag, string scriptPath)
    {
        var source = TagAttributes.Value(tag, "src")?.Trim();
        if (source is null)
        {
            return false;
        }

        var path = source.Split('?', '#')[0];
        return path.EndsWith(scriptPath, StringComparison.Ordinal)
            && (path.Length == scriptPath.Length || Uri.IsWellFormedUriString(path, UriKind.Absolute) || path.StartsWith("//", StringComparison.Ordinal));
    }
}
