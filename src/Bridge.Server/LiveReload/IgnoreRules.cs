using System.Text.RegularExpressions;

namespace Bridge.Server.LiveReload;

/// <summary>Which files of a folder aren't part of the site: what git ignores, dependencies, version control, editors' own files.</summary>
internal sealed partial class IgnoreRules(string root, bool gitIgnore)
{
    private readonly Dictionary<string, GitIgnoreFile?> _files = new(StringComparer.Ordinal);

    /// <summary>Whether a path, relative and with slashes, is ignored: itself or a folder above it.</summary>
    public bool Ignores(string path, bool isFolder)
    {
        for (var slash = path.IndexOf('/'); slash >= 0; slash = path.IndexOf('/', slash + 1))
        {
            if (IgnoresOne(path[..slash], isFolder: true))
            {
                return true;
            }
        }

        return IgnoresOne(path, isFolder);
    }

    /// <summary>Forgets a folder's <c>.gitignore</c>, which has changed.</summary>
    public void Forget(string gitIgnorePath) => _files.Remove(Path.GetDirectoryName(gitIgnorePath)?.Replace('\\', '/') ?? "");

    private bool IgnoresOne(string path, bool isFolder)
    {
        var name = path[(path.LastIndexOf('/') + 1)..];
        if (Always().IsMatch(name) || (name[0] == '.' && name != ".well-known"))
        {
            return true;
        }

        if (!gitIgnore)
        {
            return false;
        }

        // The nearest file that says anything decides.
        for (var folder = Parent(path); ; folder = Parent(folder))
        {
            var inFolder = folder.Length == 0 ? path : path[(folder.Length + 1)..];
            if (File(folder)?.Ignores(inFolder, isFolder) is { } ignored)
            {
                return ignored;
            }

            if (folder.Length == 0)
            {
                return false;
            }
        }
    }

    private static string Parent(string path) => path.LastIndexOf('/') is > 0 and var slash ? path[..slash] : "";

    private GitIgnoreFile? File(string folder)
    {
        if (!_files.TryGetValue(folder, out var file))
        {
            file = Read(Path.Combine(root, folder, ".gitignore"));
            _files[folder] = file;
        }

        return file;
    }

    private static GitIgnoreFile? Read(string path)
    {
        try
        {
            return System.IO.File.Exists(path) ? new GitIgnoreFile(System.IO.File.ReadLines(path)) : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null; // Gone or unreadable: then it says nothing, as for git.
        }
    }

    // Backups and locks of vim, Emacs, JetBrains, and of whoever writes beside a file before renaming over it.
    [GeneratedRegex("^(node_modules|bower_components|4913|Thumbs\\.db|.*~|#.*#|.*\\.sw[a-z]|.*\\.tmp|.*\\.bak|.*___jb_(tmp|old)___|.*\\.crswap|.*\\.part)$", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex Always();
}
