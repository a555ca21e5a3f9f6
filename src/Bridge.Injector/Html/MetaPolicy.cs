using System.Net;

namespace Bridge.Injector.Html;

/// <summary>A Content-Security-Policy that a page states in <c>&lt;meta http-equiv&gt;</c> (CSP 3, 3.3).</summary>
internal static class MetaPolicy
{
    /// <summary>The tag with its policy rewritten; the same text where it states none or where nothing changed.</summary>
    public static string Rewrite(string tag, Func<string, string> rewrite)
    {
        var attributes = TagAttributes.Read(tag);
        var kind = attributes.FirstOrDefault(attribute => attribute.Name == "http-equiv");
        var content = attributes.FirstOrDefault(attribute => attribute.Name == "content");
        if (kind.Name is null || content.Name is null || !tag[kind.Value].Trim().Equals("content-security-policy", StringComparison.OrdinalIgnoreCase))
        {
            return tag;
        }

        var policy = WebUtility.HtmlDecode(tag[content.Value]);
        var rewritten = rewrite(policy);
        return rewritten == policy ? tag : Replace(tag, content, rewritten);
    }

    private static string Replace(string tag, TagAttribute content, string policy)
    {
        var quote = content.Quote == '\0' ? "\"" : content.Quote.ToString();
        var escaped = policy.Replace("&", "&amp;").Replace(quote, quote == "'" ? "&#39;" : "&quot;");
        var added = content.Quote == '\0' ? quote : "";
        return $"{tag[..content.Value.Start]}{added}{escaped}{added}{tag[content.Value.End..]}";
    }
}
