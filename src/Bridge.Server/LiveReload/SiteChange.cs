namespace Bridge.Server.LiveReload;

/// <summary>A file whose content is another.</summary>
/// <param name="Path">Its place on the site, with slashes, without one in front.</param>
/// <param name="Exists">Whether it is still there.</param>
/// <param name="How">How it differs.</param>
internal sealed record SiteChange(string Path, bool Exists, FileChange How = FileChange.Content)
{
    /// <summary>Files of the same stem that were there before and still are, for a new one with a hashed name.</summary>
    public IReadOnlyList<string> Earlier { get; init; } = [];

    /// <summary>What it says, where that is short and worth sending along: a style sheet that changed alone.</summary>
    public string? Text { get; init; }

    /// <summary>Its address on the site.</summary>
    public string Address => AddressOf(Path);

    public static string AddressOf(string path) => "/" + string.Join('/', path.Split('/').Select(Uri.EscapeDataString));
}
