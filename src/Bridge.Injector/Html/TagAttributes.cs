using System.Net;

namespace Bridge.Injector.Html;

/// <summary>The attributes of one complete start tag (HTML, 13.2.5.32 to 13.2.5.40).</summary>
internal static class TagAttributes
{
    /// <summary>Reads the attributes of <c>&lt;name …&gt;</c>, in order; a second one of the same name counts for nothing.</summary>
    public static IReadOnlyList<TagAttribute> Read(string tag)
    {
        var found = new List<TagAttribute>();
        var at = 1;
        while (at < tag.Length && !HtmlCharacter.EndsName(tag[at]))
        {
            at++;
        }

        while (true)
        {
            while (at < tag.Length && (tag[at] == '/' || HtmlCharacter.IsSpace(tag[at])))
            {
                at++;
            }

            if (at >= tag.Length || tag[at] == '>')
            {
                return found;
            }

            var attribute = ReadOne(tag, ref at);
            if (found.TrueForAll(earlier => earlier.Name != attribute.Name))
            {
                found.Add(attribute);
            }
        }
    }

    /// <summary>An attribute's value with its character references resolved; null where the tag has none of that name.</summary>
    public static string? Value(string tag, string name)
    {
        foreach (var attribute in Read(tag))
        {
            if (attribute.Name == name)
            {
                return WebUtility.HtmlDecode(tag[attribute.Value]);
            }
        }

        return null;
    }

    private static TagAttribute ReadOne(string tag, ref int at)
    {
        var nameStart = at++;
        while (at < tag.Length && tag[at] != '=' && !HtmlCharacter.EndsName(tag[at]))
        {
            at++;
        }

        var name = tag[nameStart..at].ToLowerInvariant();
        SkipSpace(tag, ref at);
        if (at >= tag.Length || tag[at] != '=')
        {
            return new TagAttribute(name, at..at, '\0');
        }

        at++;
        SkipSpace(tag, ref at);
        if (at < tag.Length && tag[at] is '"' or '\'')
        {
            var quote = tag[at];
            var end = tag.IndexOf(quote, at + 1);
            end = end < 0 ? tag.Length : end;
            var quoted = (at + 1)..end;
            at = Math.Min(end + 1, tag.Length);
            return new TagAttribute(name, quoted, quote);
        }

        var start = at;
        while (at < tag.Length && tag[at] != '>' && !HtmlCharacter.IsSpace(tag[at]))
        {
            at++;
        }

        return new TagAttribute(name, start..at, '\0');
    }

    private static void SkipSpace(string tag, ref int at)
    {
        while (at < tag.Length && HtmlCharacter.IsSpace(tag[at]))
        {
            at++;
        }
    }
}
