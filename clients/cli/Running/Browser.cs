using System.ComponentModel;
using System.Diagnostics;

namespace Bridge.Cli.Running;

/// <summary>This machine's browser.</summary>
internal static class Browser
{
    /// <summary>Opens an address, where there is a desktop to open it on.</summary>
    public static bool TryOpen(string url)
    {
        if (Opener(url) is not { } opener)
        {
            return false;
        }

        try
        {
            using var process = Process.Start(opener);
            return true;
        }
        catch (Win32Exception)
        {
            return false; // no such program
        }
    }

    private static ProcessStartInfo? Opener(string url)
    {
        if (OperatingSystem.IsWindows())
        {
            return new ProcessStartInfo(url) { UseShellExecute = true };
        }

        if (OperatingSystem.IsMacOS())
        {
            return new ProcessStartInfo("open", [url]);
        }

        var desktop = Environment.GetEnvironmentVariable("DISPLAY") ?? Environment.GetEnvironmentVariable("WAYLAND_DISPLAY");
        return string.IsNullOrEmpty(desktop)
            ? null
            : new ProcessStartInfo("sh", ["-c", "exec xdg-open \"$1\" >/dev/null 2>&1", "sh", url]); // a browser is talkative
    }
}
