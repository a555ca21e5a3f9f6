using System.Diagnostics;

namespace Bridge.Cli.Tests.Running;

/// <summary>A shell, for what needs a pipe.</summary>
internal static class Shell
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    /// <summary>Runs a line; its exit code is the first command's that failed.</summary>
    public static async Task<(int Code, string Output, string Error)> RunAsync(string stateFolder, string line)
    {
        var start = new ProcessStartInfo("bash", ["-c", "set -o pipefail; " + line]) { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false };
        start.Environment["XDG_STATE_HOME"] = stateFolder;
        start.Environment["LC_ALL"] = "C"; // It warns of a locale that isn't installed, on what the tests take for the command's own stderr.
        start.Environment.Remove("BASH_ENV");
        using var shell = Process.Start(start)!;
        var error = shell.StandardError.ReadToEndAsync();
        var output = await shell.StandardOutput.ReadToEndAsync().WaitAsync(Patience);
        await shell.WaitForExitAsync().WaitAsync(Patience);
        return (shell.ExitCode, output, await error);
    }
}
