using System.Diagnostics;

namespace Bridge.DevServers;

/// <summary>What <c>tests/devservers/package-lock.json</c> names, installed once for all test projects.</summary>
internal static class DevPackages
{
    private static readonly Lazy<string> Installed = new(Install);

    /// <summary>The folder in which they are; below it their modules are found.</summary>
    public static string Folder => Installed.Value;

    /// <summary>A new folder for a test's project, with its files by name.</summary>
    public static string NewProject(IReadOnlyDictionary<string, string> files)
    {
        var folder = Directory.CreateDirectory(Path.Combine(Folder, "projects", Path.GetRandomFileName())).FullName;
        foreach (var (name, text) in files)
        {
            Directory.CreateDirectory(Path.GetDirectoryName(Path.Combine(folder, name))!);
            File.WriteAllText(Path.Combine(folder, name), text);
        }

        return folder;
    }

    private static string Install()
    {
        var root = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(root.FullName, "DeviceBridge.sln")))
        {
            root = root.Parent!;
        }

        // Test projects run side by side: one of them installs.
        using var installing = new Mutex(initiallyOwned: false, @"Global\bridge-devservers");
        Enter(installing);
        try
        {
            var folder = Directory.CreateDirectory(Path.Combine(root.FullName, "artifacts", "devservers")).FullName;
            var source = Path.Combine(root.FullName, "tests", "devservers");
            var wanted = File.ReadAllText(Path.Combine(source, "package-lock.json"));
            var stamp = Path.Combine(folder, "installed.json");
            if (!File.Exists(stamp) || File.ReadAllText(stamp) != wanted)
            {
                File.Copy(Path.Combine(source, "package.json"), Path.Combine(folder, "package.json"), overwrite: true);
                File.WriteAllText(Path.Combine(folder, "package-lock.json"), wanted);
                using var npm = Process.Start(new ProcessStartInfo("npm", ["ci", "--include=dev", "--no-audit", "--no-fund"]) { WorkingDirectory = folder, UseShellExecute = false, RedirectStandardOutput = true })!;
                npm.StandardOutput.ReadToEnd();
                npm.WaitForExit();
                Assert.Equal(0, npm.ExitCode);
                File.WriteAllText(stamp, wanted);
            }

            return folder;
        }
        finally
        {
            installing.ReleaseMutex();
        }
    }

    private static void Enter(Mutex mutex)
    {
        try
        {
            mutex.WaitOne();
        }
        catch (AbandonedMutexException)
        {
            // Entered all the same. Who left it was killed before it wrote that it was done.
        }
    }
}
