namespace Bridge.Server.Security;

/// <summary>Files that only their owner reads.</summary>
internal static class PrivateFile
{
    /// <summary>Writes a file with mode 0600 from its first byte on, replacing one that was there.</summary>
    public static void Write(string path, string text)
    {
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        File.Delete(path);
        using var writer = new StreamWriter(path, options);
        writer.Write(text);
    }
}
