namespace Bridge.Server.Listeners;

/// <summary>The origins of pages elsewhere that may carry the device script: those that were listed, compared whole; none by default.</summary>
internal sealed class PageOrigins(IEnumerable<string> listed)
{
    /// <summary>What a page elsewhere may ask for: the script, a credential for a ticket, and the ways of its data.</summary>
    private static readonly string[] Paths = ["/_bridge/bridge.js", "/_bridge/pair/claim", "/_bridge/ingest", "/_bridge/mqtt", "/_bridge/mqtt-http"];

    private readonly HashSet<string> _listed = new(listed, StringComparer.OrdinalIgnoreCase);

    public IReadOnlyCollection<string> Listed => _listed;

    public bool Contains(string? origin) => origin is not null && _listed.Contains(origin);

    /// <summary>Whether a path is one of those that pages elsewhere may ask for.</summary>
    public static bool MayAsk(string path) =>
        Paths.Contains(path, StringComparer.Ordinal) || path.StartsWith("/_bridge/mqtt-http/", StringComparison.Ordinal);

    /// <summary>An origin as browsers write it (RFC 6454, 6.1); null where the text is none: a path, a wildcard, another scheme.</summary>
    public static string? Parse(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var url) && url.Scheme is "http" or "https" && url.Host.Length > 0 && url.UserInfo.Length == 0
        && url.PathAndQuery == "/" && url.Fragment.Length == 0 && !url.Host.Contains('*')
            ? url.GetLeftPart(UriPartial.Authority).ToLowerInvariant()
            : null;
}
