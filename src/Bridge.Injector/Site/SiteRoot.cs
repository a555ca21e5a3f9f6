namespace Bridge.Injector.Site;

/// <summary>The folder of a site, by its real path. Finds what lies in it; a link is followed only as long as it stays inside.</summary>
internal sealed class SiteRoot
{
    // What Linux allows in one resolution (path_resolution(7)).
    private const int MostLinks = 40;

    private readonly string _real;

    public SiteRoot(string directory)
    {
        var full = Path.GetFullPath(directory);
        if (!Directory.Exists(full))
        {
            throw new DirectoryNotFoundException($"There is no folder {full} to serve.");
        }

        _real = Path.TrimEndingDirectorySeparator(Real(full) ?? full);
    }

    /// <summary>The file or folder of these names; null where there's none, or where it really lies outside.</summary>
    public FileSystemInfo? Find(IEnumerable<string> names)
    {
        var path = names.Where(name => name.Length > 0).Aggregate(_real, Path.Combine);
        if (Real(path) is not { } real || (real != _real && !real.StartsWith(_real + Path.DirectorySeparatorChar, StringComparison.Ordinal)))
        {
            return null;
        }

        FileSystemInfo found = Directory.Exists(real) ? new DirectoryInfo(real) : new FileInfo(real);
        return found.Exists ? found : null;
    }

    // As realpath(3): each name that is a link is replaced by what it points to, from the left. Null for a circle of links.
    private static string? Real(string path)
    {
        for (var links = 0; links <= MostLinks; links++)
        {
            if (FirstLink(path) is not { } link)
            {
                return path;
            }

            path = Path.GetFullPath(Path.Join(link.Target, path[link.Length..]));
        }

        return null;
    }

    private static (int Length, string Target)? FirstLink(string path)
    {
        var at = Path.GetPathRoot(path)!.Length;
        while (at < path.Length)
        {
            var end = path.IndexOf(Path.DirectorySeparatorChar, at);
            end = end < 0 ? path.Length : end;
            var prefix = path[..end];
            if (new FileInfo(prefix).LinkTarget is { } target)
            {
                return (end, Path.GetFullPath(target, Path.GetDirectoryName(prefix)!));
            }

            at = end + 1;
        }

        return null;
    }
}
