namespace Bridge.Server.Relay;

/// <summary>The site under test: a folder, or the dev server that is proxied. Exactly one of the two is set.</summary>
public sealed record SiteOptions
{
    /// <summary>A folder of files.</summary>
    public string? Directory { get; init; }

    /// <summary>Whether <c>/about</c> shows the folder's <c>about.html</c>. Default false.</summary>
    public bool CleanUrls { get; init; }

    /// <summary>Whether an address that no file answers to shows the folder's index file, for navigations only. Default false.</summary>
    public bool SinglePage { get; init; }

    /// <summary>Whether changes are looked for by walking the folder, for network folders that tell nothing. Default false.</summary>
    public bool Polling { get; init; }

    /// <summary>The one upstream that the proxy forwards to, http or https, without a path.</summary>
    public Uri? Upstream { get; init; }

    /// <summary>Whether absolute links to the upstream's own origin become the phone's in pages. Default false.</summary>
    public bool RewriteLinks { get; init; }

    /// <summary>Whether the upstream speaks HTTP/2 without TLS (prior knowledge). Default false; with https it is negotiated.</summary>
    public bool Http2 { get; init; }
}
