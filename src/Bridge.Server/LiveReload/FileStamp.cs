namespace Bridge.Server.LiveReload;

/// <summary>What is known of a file's content.</summary>
/// <param name="Length">Bytes.</param>
/// <param name="Written">When it was last written, UTC ticks.</param>
/// <param name="Hash">A hash of its path and content.</param>
/// <param name="Loose">A page's without hashed names and versions (<see cref="PageNames"/>); of any other file the same.</param>
/// <param name="Change">How it differed when it last did.</param>
internal sealed record FileStamp(long Length, long Written, ulong Hash, ulong Loose, FileChange Change = FileChange.New)
{
    /// <summary>Of a file that isn't a page.</summary>
    public FileStamp(long length, long written, ulong hash)
        : this(length, written, hash, hash)
    {
    }

    /// <summary>
    /// Whether the file was read so long after it was written that whatever is written to it later shows in its time. Until then it is read again
    /// whenever it is looked at.
    /// </summary>
    public bool IsSettled { get; init; }
}
