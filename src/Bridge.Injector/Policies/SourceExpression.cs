namespace Bridge.Injector.Policies;

/// <summary>Whether a source of a policy matches an address of the page's own origin (CSP 3, 6.7.2.8).</summary>
internal static class SourceExpression
{
    /// <summary>Whether <paramref name="source"/> allows <paramref name="target"/> on a page of <paramref name="page"/>'s origin.</summary>
    public static bool Allows(string source, Uri page, Uri target)
    {
        if (source.StartsWith('\''))
        {
            // 'self' takes ws for http and wss for https of the same host and port, in every browser of the last years.
            return source.Equals("'self'", StringComparison.OrdinalIgnoreCase) && page.Authority == target.Authority;
        }

        if (source == "*")
        {
            return target.Scheme is "http" or "https" or "ws" or "wss";
        }

        if (source.EndsWith(':') && !source.Contains('/'))
        {
            return SchemeMatches(source[..^1], target.Scheme);
        }

        return HostMatches(source, page, target);
    }

    // http also stands for https, ws for wss, and http for ws.
    private static bool SchemeMatches(string allowed, string scheme) => (allowed.ToLowerInvariant(), scheme) switch
    {
        ("http", "http" or "https" or "ws" or "wss") => true,
        ("https", "https" or "wss") => true,
        ("ws", "ws" or "wss" or "http" or "https") => true,
        ("wss", "wss" or "https") => true,
        _ => false,
    };

    private static bool HostMatches(string source, Uri page, Uri target)
    {
        var scheme = source.IndexOf("://", StringComparison.Ordinal);
        if (!SchemeMatches(scheme < 0 ? page.Scheme : source[..scheme], target.Scheme))
        {
            return false;
        }

        var rest = scheme < 0 ? source : source[(scheme + 3)..];
        var slash = rest.IndexOf('/');
        var authority = slash < 0 ? rest : rest[..slash];
        var path = slash < 0 ? "" : rest[slash..];
        var colon = authority.LastIndexOf(':');
        var hasPort = colon > authority.LastIndexOf(']');
        var host = hasPort ? authority[..colon] : authority;
        var port = hasPort ? authority[(colon + 1)..] : "";
        return NameMatches(host, target.Host)
            && (port == "*" || port == target.Port.ToString() || (port.Length == 0 && target.IsDefaultPort))
            && PathMatches(path, target.AbsolutePath);
    }

    private static bool NameMatches(string pattern, string host) => pattern.StartsWith("*.", StringComparison.Ordinal)
        ? host.EndsWith(pattern[1..], StringComparison.OrdinalIgnoreCase)
        : host.Equals(pattern, StringComparison.OrdinalIgnoreCase);

    private static bool PathMatches(string pattern, string path) => pattern.Length <= 1
        || (pattern.EndsWith('/') ? path.StartsWith(pattern, StringComparison.Ordinal) : path == pattern);
}
