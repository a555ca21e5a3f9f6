namespace Bridge.Server.LiveReload;

/// <summary>How a file differs from what it was.</summary>
internal enum FileChange
{
    /// <summary>In its content.</summary>
    Content,

    /// <summary>It wasn't there.</summary>
    New,

    /// <summary>A page, only in the hashes and versions of the style sheets and images that it names.</summary>
    Names,
}
