using System.Diagnostics;

namespace Bridge.Faults;

/// <summary>A disk of a few hundred megabytes (tmpfs), and a ballast file that fills it.</summary>
internal sealed class SmallDisk : IAsyncDisposable
{
    private readonly TemporaryFolder _folder = new();

    public string Path => _folder.Path;

    public static async Task<SmallDisk> MountAsync(int megabytes)
    {
        var disk = new SmallDisk();
        await RunAsync("mount", "-t", "tmpfs", "-o", $"size={megabytes}m", "tmpfs", disk.Path);
        return disk;
    }

    /// <summary>Leaves so much free, or all that there is.</summary>
    public void LeaveFree(long? megabytes)
    {
        var ballast = System.IO.Path.Combine(Path, "ballast");
        File.Delete(ballast);
        if (megabytes is { } left)
        {
            using var file = File.Create(ballast);
            var zeros = new byte[1 << 20];
            for (var free = new DriveInfo(Path).AvailableFreeSpace >> 20; free > left; free--)
            {
                file.Write(zeros);
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        await RunAsync("umount", "-l", Path);
        _folder.Dispose();
    }

    private static async Task RunAsync(string program, params string[] arguments)
    {
        using var process = Process.Start(program, arguments);
        await process.WaitForExitAsync();
        Assert.Equal(0, process.ExitCode);
    }
}
