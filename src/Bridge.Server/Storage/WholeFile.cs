namespace Bridge.Server.Storage;

/// <summary>Small files that are there whole or as they were, also after a crash: written beside their place, flushed to the disk, and renamed.</summary>
internal static class WholeFile
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <summary>Writes a text, in place of what was there.</summary>
    public static void Write(string path, string text) => Write(path, text, new FileStreamOptions());

    /// <summary>The same, with mode 0600 from its first byte on.</summary>
    public static void WritePrivate(string path, string text) =>
        Write(path, text, OperatingSystem.IsWindows() ? new FileStreamOptions() : new FileStreamOptions { UnixCreateMode = OwnerOnly });

    private static void Write(string path, string text, FileStreamOptions options)
    {
        var draft = path + ".new";
        File.Delete(draft); // A leftover would keep its own mode.
        (options.Mode, options.Access) = (FileMode.CreateNew, FileAccess.Write);
        using (var stream = new FileStream(draft, options))
        {
            stream.Write(System.Text.Encoding.UTF8.GetBytes(text));
            stream.Flush(flushToDisk: true);
        }

        File.Move(draft, path, overwrite: true);
    }
}
