namespace Bridge.Server.Storage;

/// <summary>The folder of what belongs to this machine: its keys and, unless PostgreSQL has it, the database. Its owner's only.</summary>
internal sealed class DataFolder
{
    private DataFolder(string path) => Path = path;

    /// <summary>Absolute.</summary>
    public string Path { get; }

    /// <summary>Makes the folder (0700) where it isn't there.</summary>
    /// <exception cref="StorageException">It can't be used.</exception>
    public static DataFolder Open(string path)
    {
        var folder = new DataFolder(System.IO.Path.GetFullPath(path));
        try
        {
            if (OperatingSystem.IsWindows())
            {
                Directory.CreateDirectory(folder.Path);
            }
            else
            {
                Directory.CreateDirectory(folder.Path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
            }

            return folder;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new StorageException($"The data folder {folder.Path} can't be used: {e.Message}", e);
        }
    }
}
