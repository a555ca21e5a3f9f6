using System.Buffers;
using System.Diagnostics.CodeAnalysis;

namespace Bridge.Injector.Site;

/// <summary>
/// The names between the slashes of a request's path, after the server decoded it once. Refuses what could name anything but
/// a file below the root, on any system: not by cleaning a path but by not taking it.
/// </summary>
internal static class SitePath
{
    private const int LongestPath = 4096;

    // Drive and stream colons, wildcards, quotes and pipes.
    private static readonly SearchValues<char> RefusedOnWindows = SearchValues.Create(":*?\"<>|");

    private static readonly string[] WindowsDevices = ["con", "prn", "aux", "nul", "conin$", "conout$", "clock$"];

    /// <summary>Takes a path apart; false where it is refused. An empty last name means a folder.</summary>
    public static bool TryRead(string path, bool hiddenFiles, bool windows, [NotNullWhen(true)] out IReadOnlyList<string>? names)
    {
        names = null;
        if (path.Length is 0 or > LongestPath || path[0] != '/')
        {
            return false;
        }

        var parts = path[1..].Split('/');
        for (var i = 0; i < parts.Length; i++)
        {
            var isLast = i == parts.Length - 1;
            if (!(isLast && parts[i].Length == 0) && !IsName(parts[i], hiddenFiles, windows))
            {
                return false;
            }
        }

        names = parts;
        return true;
    }

    private static bool IsName(string name, bool hiddenFiles, bool windows) =>
        name is not ("" or "." or "..")
        && !name.Any(c => c is '\\' or '/' || char.IsControl(c))
        && (name[0] != '.' || hiddenFiles || name == ".well-known")
        && !(windows && IsTrapOnWindows(name));

    // Windows drops dots and spaces at a name's end: "secret. " would be "secret".
    private static bool IsTrapOnWindows(string name) =>
        name.AsSpan().ContainsAny(RefusedOnWindows) || name[^1] is '.' or ' ' || IsWindowsDevice(name);

    // Any extension of a device's name is the device too.
    private static bool IsWindowsDevice(string name)
    {
        var stem = name.Split('.', 2)[0].TrimEnd().ToLowerInvariant();
        return WindowsDevices.Contains(stem)
            || (stem.Length == 4 && (stem.StartsWith("com", StringComparison.Ordinal) || stem.StartsWith("lpt", StringComparison.Ordinal)) && char.IsDigit(stem[3]));
    }
}
