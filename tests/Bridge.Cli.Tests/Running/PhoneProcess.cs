using System.Diagnostics;

namespace Bridge.Cli.Tests.Running;

/// <summary>A headless Chromium that plays the phone: opens one address and stays there.</summary>
internal sealed class PhoneProcess : IAsyncDisposable
{
    private readonly Process _process;
    private readonly string _profile = Path.Combine(Path.GetTempPath(), $"bridge-phone-{Guid.NewGuid():n}");

    public PhoneProcess(string url)
    {
        var start = new ProcessStartInfo("chromium",
        [
            "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
            "--disable-component-update", "--disable-sync", "--no-proxy-server", $"--user-data-dir={_profile}",
            "--remote-debugging-port=0", // without it, headless Chromium loads the page and ends
            url,
        ])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
            Environment = { ["TMPDIR"] = Directory.CreateDirectory(_profile).FullName }, // or a killed one leaves a folder for its lock
        };
        _process = Process.Start(start)!;
        _process.OutputDataReceived += static (_, _) => { };
        _process.ErrorDataReceived += static (_, _) => { };
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    public async ValueTask DisposeAsync()
    {
        _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync();
        _process.Dispose();
        try
        {
            Directory.Delete(_profile, recursive: true);
        }
        catch (IOException)
        {
            // A helper of Chromium's that outlives it by a moment may still write there; the folder is a temporary one.
        }
    }
}
