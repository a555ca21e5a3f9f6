using System.ComponentModel;
using System.Diagnostics;

namespace Bridge.Cli.Trust;

/// <summary>The programs that keep such lists.</summary>
internal static class TrustTool
{
    /// <summary>Runs one and returns its exit code, what it printed, and what it complained of.</summary>
    /// <exception cref="CommandFailedException">It isn't there.</exception>
    public static async Task<(int Code, string Output, string Error)> RunAsync(string program, string package, string input, CancellationToken cancellation, params IEnumerable<string> arguments)
    {
        using var process = Start(program, package, arguments);
        var output = process.StandardOutput.ReadToEndAsync(cancellation);
        var error = process.StandardError.ReadToEndAsync(cancellation);
        await process.StandardInput.WriteAsync(input.AsMemory(), cancellation);
        process.StandardInput.Close();
        await process.WaitForExitAsync(cancellation);
        return (process.ExitCode, await output, await error);
    }

    private static Process Start(string program, string package, IEnumerable<string> arguments)
    {
        try
        {
            return Process.Start(new ProcessStartInfo(program, arguments)
            {
                RedirectStandardInput = true,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
                UseShellExecute = false,
            })!;
        }
        catch (Win32Exception)
        {
            throw new CommandFailedException(ExitCodes.Usage, $"This needs '{program}', which is not installed. On Debian and Ubuntu: sudo apt install {package}");
        }
    }
}
