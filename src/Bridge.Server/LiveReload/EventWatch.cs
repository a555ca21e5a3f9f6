namespace Bridge.Server.LiveReload;

/// <summary>Is told of changes by the system (inotify, FSEvents, ReadDirectoryChangesW).</summary>
internal sealed class EventWatch : IFolderWatch
{
    private readonly FileSystemWatcher _watcher;

    /// <exception cref="IOException">The system can't watch: no watches left, or a file system that tells nothing.</exception>
    public EventWatch(string root, ChangeCoalescer changes)
    {
        _watcher = new FileSystemWatcher(root)
        {
            IncludeSubdirectories = true,
            InternalBufferSize = 64 * 1024,
            NotifyFilter = NotifyFilters.FileName | NotifyFilters.DirectoryName | NotifyFilters.LastWrite | NotifyFilters.Size,
        };
        _watcher.Changed += (_, e) => changes.Add(e.FullPath, gone: false);
        _watcher.Created += (_, e) => changes.Add(e.FullPath, gone: false);
        _watcher.Deleted += (_, e) => changes.Add(e.FullPath, gone: true);

        // A file is saved by renaming over it: what had the old name was an editor's own.
        _watcher.Renamed += (_, e) =>
        {
            changes.Add(e.FullPath, gone: false);
            changes.Add(e.OldFullPath, gone: false);
        };
        _watcher.Error += (_, _) => changes.AddEverything();
        try
        {
            _watcher.EnableRaisingEvents = true;
        }
        catch
        {
            _watcher.Dispose();
            throw;
        }
    }

    public string Way => "events";

    public void Dispose() => _watcher.Dispose();
}
