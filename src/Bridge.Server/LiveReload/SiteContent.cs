using System.Buffers.Binary;

namespace Bridge.Server.LiveReload;

/// <summary>
/// The files of a watched folder by their place on the site, with a hash of each: tells a change of content from a mere write, and
/// names the whole by a build id that is the same for the same content, also after a restart.
/// </summary>
/// <remarks>Not thread-safe: one watcher's.</remarks>
internal sealed class SiteContent
{
    // A larger file is told by its time and length: to read it would take longer than to reload.
    private const int LargestHashed = 8 * 1024 * 1024;

    // A longer page's names aren't looked at: it reloads.
    private const int LargestLoosened = 512 * 1024;

    // The clock of a file system goes in steps: 1 to 10 ms with Linux before 6.13, 1 s with HFS+, 2 s with FAT. What is written once more within one has the same time.
    private static readonly TimeSpan LongestStep = TimeSpan.FromSeconds(2);

    private readonly string _root;
    private readonly int _mostFiles;
    private readonly IgnoreRules _rules;
    private readonly Dictionary<string, FileStamp> _files = new(StringComparer.Ordinal);
    private readonly Dictionary<string, HashSet<string>> _links = new(StringComparer.Ordinal);
    private ulong _sum;
    private (string? Path, byte[] Content) _sheet = (null, []); // the short one that changed last

    /// <param name="root">The folder, by its real path.</param>
    /// <param name="gitIgnore">Whether its <c>.gitignore</c> files count.</param>
    /// <param name="mostFiles">How many files to know at most.</param>
    public SiteContent(string root, bool gitIgnore, int mostFiles)
    {
        (_root, _mostFiles) = (root, mostFiles);
        _rules = new IgnoreRules(root, gitIgnore);
        Walk();
    }

    /// <summary>Names the content: 16 hexadecimal digits.</summary>
    public string Build => _sum.ToString("x16");

    /// <summary>How many files are known.</summary>
    public int Count => _files.Count;

    /// <summary>Whether there were more files than may be known.</summary>
    public bool IsFull => _files.Count >= _mostFiles;

    /// <summary>What is to be known of a path that has changed.</summary>
    /// <param name="path">Its place on the site.</param>
    /// <param name="alone">Whether nothing else has.</param>
    public SiteChange Describe(string path, bool alone)
    {
        if (!_files.TryGetValue(path, out var file))
        {
            return new SiteChange(path, Exists: false);
        }

        return new SiteChange(path, Exists: true, file.Change)
        {
            Earlier = file.Change == FileChange.New && HashedName.Stem(path) is { } stem ? Earlier(path, stem) : [],
            Text = alone && _sheet.Path == path ? SheetText.Of(_sheet.Content) : null,
        };
    }

    /// <summary>Looks at one path again; a folder with all in it. Returns the site paths whose content is another now.</summary>
    public IReadOnlyList<string> Look(string fullPath)
    {
        var changed = new List<string>();
        var path = Relative(fullPath);
        if (path is null)
        {
            return changed;
        }

        if (Path.GetFileName(path) == ".gitignore")
        {
            _rules.Forget(path);
        }

        foreach (var place in Linked(fullPath).Prepend(path).ToList())
        {
            LookAt(place, changed);
        }

        return changed;
    }

    /// <summary>Walks the whole folder. Returns the site paths whose content is another now.</summary>
    public IReadOnlyList<string> Walk()
    {
        var changed = new List<string>();
        var seen = new HashSet<string>(StringComparer.Ordinal);
        WalkFolder("", _root, changed, seen);
        foreach (var gone in _files.Keys.Where(path => !seen.Contains(path)).ToList())
        {
            Remove(gone, changed);
        }

        return changed;
    }

    private List<string> Earlier(string path, string stem)
    {
        var start = stem[..stem.IndexOf('*')];
        return [.. _files.Keys.Where(other => other.StartsWith(start, StringComparison.Ordinal) && other != path && HashedName.Stem(other) == stem)];
    }

    private string? Relative(string fullPath)
    {
        var path = Path.GetRelativePath(_root, fullPath).Replace('\\', '/');
        return path.StartsWith("..", StringComparison.Ordinal) || path == "." ? null : path;
    }

    // The other names of a file: by a link to it, or to a folder above it.
    private IEnumerable<string> Linked(string fullPath) =>
        from link in _links
        where IsWithin(fullPath, link.Key)
        from place in link.Value
        select place + fullPath[link.Key.Length..].Replace('\\', '/');

    private void LookAt(string path, List<string> changed)
    {
        var full = Path.Combine(_root, path);
        if (Directory.Exists(full))
        {
            if (!_rules.Ignores(path, isFolder: true))
            {
                WalkFolder(path, RealFolder(path), changed, []);
            }
        }
        else if (File.Exists(full))
        {
            LookAtFile(path, changed);
        }
        else
        {
            foreach (var gone in _files.Keys.Where(known => known == path || known.StartsWith(path + "/", StringComparison.Ordinal)).ToList())
            {
                Remove(gone, changed);
            }
        }
    }

    private string RealFolder(string folder) =>
        _links.FirstOrDefault(link => link.Value.Any(place => folder == place || folder.StartsWith(place + "/", StringComparison.Ordinal))).Key is { } target
            ? target
            : Path.Combine(_root, folder);

    // Links lead to what the site shows by their own name; one to a folder above itself would never end.
    private void WalkFolder(string folder, string real, List<string> changed, HashSet<string> seen)
    {
        foreach (var entry in Entries(Path.Combine(_root, folder)))
        {
            var path = folder.Length == 0 ? entry.Name : $"{folder}/{entry.Name}";
            var realEntry = entry.LinkTarget is null ? Path.Combine(real, entry.Name) : LinkTarget(entry);
            if (realEntry is null || IsWithin(real, realEntry))
            {
                continue;
            }

            if (entry.LinkTarget is not null)
            {
                NoteLink(realEntry, path);
            }

            if (entry is DirectoryInfo)
            {
                if (!_rules.Ignores(path, isFolder: true))
                {
                    WalkFolder(path, realEntry, changed, seen);
                }
            }
            else if (LookAtFile(path, changed))
            {
                seen.Add(path);
            }
        }
    }

    private static bool IsWithin(string path, string folder) =>
        path == folder || path.StartsWith(folder + Path.DirectorySeparatorChar, StringComparison.Ordinal);

    private static FileSystemInfo[] Entries(string folder)
    {
        try
        {
            return new DirectoryInfo(folder).GetFileSystemInfos();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return []; // Gone meanwhile, or not ours to read.
        }
    }

    /// <returns>Where a link leads; null where that is nothing the site shows.</returns>
    private string? LinkTarget(FileSystemInfo link)
    {
        try
        {
            return link.ResolveLinkTarget(returnFinalTarget: true) is { } target && IsWithin(target.FullName, _root) ? target.FullName : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null; // To itself, by way of others perhaps; or through what isn't ours to read.
        }
    }

    private void NoteLink(string target, string path)
    {
        if (!_links.TryGetValue(target, out var places))
        {
            _links[target] = places = new HashSet<string>(StringComparer.Ordinal);
        }

        places.Add(path);
    }

    /// <returns>Whether it is one of the site's files.</returns>
    private bool LookAtFile(string path, List<string> changed)
    {
        if (_rules.Ignores(path, isFolder: false) || (IsFull && !_files.ContainsKey(path)))
        {
            return false;
        }

        var before = _files.GetValueOrDefault(path);
        if (Stamp(path, before) is not { } now)
        {
            return false;
        }

        if (now.Hash == before?.Hash)
        {
            now = now with { Change = before.Change };
        }
        else
        {
            _sum += now.Hash - (before?.Hash ?? 0);
            now = now with { Change = before is null ? FileChange.New : now.Loose == before.Loose ? FileChange.Names : FileChange.Content };
            changed.Add(path);
        }

        _files[path] = now;
        return true;
    }

    private void Remove(string path, List<string> changed)
    {
        _sum -= _files[path].Hash;
        _files.Remove(path);
        changed.Add(path);
    }

    private FileStamp? Stamp(string path, FileStamp? before)
    {
        try
        {
            var file = new FileInfo(Path.Combine(_root, path));
            file = file.ResolveLinkTarget(returnFinalTarget: true) as FileInfo ?? file;
            var (length, written) = (file.Length, file.LastWriteTimeUtc.Ticks);
            if (length == before?.Length && written == before.Written && before.IsSettled)
            {
                return before;
            }

            var isSettled = TimeProvider.System.GetUtcNow().UtcTicks - written > LongestStep.Ticks;
            return Read(path, file, length, written, before) with { IsSettled = isSettled };
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null; // Gone meanwhile, or locked by who writes it: its next event tells more.
        }
    }

    private FileStamp Read(string path, FileInfo file, long length, long written, FileStamp? before)
    {
        var isSheet = _sheet.Path == path;
        if (isSheet)
        {
            _sheet = (null, []); // It may say something else now.
        }

        if (length > LargestHashed)
        {
            Span<byte> stamp = stackalloc byte[16];
            BinaryPrimitives.WriteInt64LittleEndian(stamp, length);
            BinaryPrimitives.WriteInt64LittleEndian(stamp[8..], written);
            return new FileStamp(length, written, ContentHash.Of(path, stamp));
        }

        var content = File.ReadAllBytes(file.FullName);
        if (Path.GetExtension(path) is ".html" or ".htm" && content.Length <= LargestLoosened)
        {
            var (whole, loose) = ContentHash.OfPage(path, content);
            return new FileStamp(length, written, whole, loose);
        }

        var hash = ContentHash.Of(path, content);
        if (SheetText.Is(path, content.Length) && (isSheet || hash != before?.Hash))
        {
            _sheet = (path, content);
        }

        return new FileStamp(length, written, hash);
    }
}
