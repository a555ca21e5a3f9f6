namespace Bridge.Server.Journal;

/// <summary>The disk that holds a folder.</summary>
internal sealed class FolderDisk(string folder) : IFreeDisk
{
    private readonly DriveInfo _drive = new(folder);

    public string Folder => folder;

    public long FreeBytes() => _drive.AvailableFreeSpace;
}
