namespace Bridge.Server.Relay;

/// <summary>The site under test: a folder, or the dev server that is proxied. Exactly one of the two is set.</summary>
public sealed record SiteOptions
{
    /// <summary>A folder of files.</summary>
    public string? Directory { get; init; }

    /// <summary>The one upstream that the proxy forwards to, http or https, without a path.</summary>
    public Uri? Upstream { get; init; }
}
