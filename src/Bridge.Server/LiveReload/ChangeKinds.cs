namespace Bridge.Server.LiveReload;

/// <summary>Tells by its name what a changed file asks of a page.</summary>
internal static class ChangeKinds
{
    /// <summary>Extensions of style sheets and images.</summary>
    public static readonly IReadOnlyList<string> SwappedExtensions =
        [".css", ".png", ".apng", ".jpg", ".jpeg", ".jfif", ".gif", ".webp", ".avif", ".svg", ".bmp", ".ico"];

    private static readonly HashSet<string> Swapped = new(SwappedExtensions, StringComparer.OrdinalIgnoreCase);

    // Source maps and what a compiler turns into a style sheet: the result is a change of its own.
    private static readonly HashSet<string> Unloaded = new(StringComparer.OrdinalIgnoreCase) { ".map", ".scss", ".sass", ".less", ".styl" };

    public static ChangeKind Of(string path)
    {
        var extension = Path.GetExtension(path);
        return Unloaded.Contains(extension) ? ChangeKind.None : Swapped.Contains(extension) ? ChangeKind.Swap : ChangeKind.Reload;
    }
}
