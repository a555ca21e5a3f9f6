using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Bridge.Server.LiveReload;

/// <summary>
/// Tells whether a file that has just changed is complete: that no process has it open for writing. Linux answers that by a lease
/// (fcntl(2), "Leases"), which a reader gets only then, of files of one's own; elsewhere nothing is known.
/// </summary>
internal static partial class OpenWriters
{
    private const int SetSignal = 10;
    private const int SetLease = 1024;
    private const int ReadLease = 0;
    private const int NoLease = 2;

    // Sent to who holds a lease that somebody waits for. The usual one, SIGIO, would end the process; this one is ignored.
    private const int Urgent = 23;

    /// <summary>Whether it is sure that nobody writes the file any more. An empty one counts as about to be written.</summary>
    public static bool None(string path)
    {
        if (!OperatingSystem.IsLinux())
        {
            return false;
        }

        try
        {
            using var file = File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            if (RandomAccess.GetLength(file) == 0 || Control(file, SetSignal, Urgent) != 0 || Control(file, SetLease, ReadLease) != 0)
            {
                return false;
            }

            // At once: whoever opens it for writing waits while there is one.
            _ = Control(file, SetLease, NoLease);
            return true;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false; // Gone again, or not ours to read.
        }
    }

    [LibraryImport("libc", EntryPoint = "fcntl")]
    private static partial int Control(SafeFileHandle file, int command, int argument);
}
