namespace Bridge.Server.LiveReload;

/// <summary>What a changed file asks of a page.</summary>
internal enum ChangeKind
{
    /// <summary>Nothing: no browser loads it.</summary>
    None,

    /// <summary>A style sheet or an image: swapped in place.</summary>
    Swap,

    /// <summary>Anything else: the page is loaded again.</summary>
    Reload,
}
