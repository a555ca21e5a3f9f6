namespace Bridge.Server.LiveReload;

/// <summary>
/// Files as tools name them: from the folder in which they run, by their full path, or by an address. What they are called on the site is sure
/// only below the served folder; elsewhere a page finds its own by the name (<c>near</c>, docs/protocol.md).
/// </summary>
/// <param name="directory">The served folder; null for none.</param>
internal sealed class TriggeredFiles(string? directory)
{
    private readonly string? _root = directory is null ? null : Path.TrimEndingDirectorySeparator(Path.GetFullPath(directory)).Replace('\\', '/') + "/";

    public string Address(string file)
    {
        var path = file.Trim().Replace('\\', '/');
        if (_root is not null && path.StartsWith(_root, StringComparison.Ordinal))
        {
            return SiteChange.AddressOf(path[_root.Length..]);
        }

        if (path.Contains("://", StringComparison.Ordinal) && Uri.TryCreate(path, UriKind.Absolute, out var address) && address.Scheme is "http" or "https")
        {
            return address.AbsolutePath;
        }

        while (path.StartsWith("./", StringComparison.Ordinal) || path.StartsWith("../", StringComparison.Ordinal))
        {
            path = path[(path.IndexOf('/') + 1)..];
        }

        return "/" + path.TrimStart('/');
    }
}
