using System.Diagnostics;

namespace Bridge.Cli.Tests.Running;

/// <summary><c>bridge ca install</c> and <c>uninstall</c>, with real lists: NSS databases of a home folder made for the test, and as root the system's.</summary>
public sealed class CaTrustTests : IDisposable
{
    private const string SystemFile = "/usr/local/share/ca-certificates/devicebridge.crt";

    private readonly string _home = Directory.CreateTempSubdirectory("bridge-home-").FullName;

    private string Chromium => Path.Combine(_home, ".pki", "nssdb");

    private string Firefox => Path.Combine(_home, ".mozilla", "firefox", "abc.default");

    private static string Name => $"DeviceBridge on {Environment.MachineName.ToLowerInvariant()}";

    [Fact]
    public async Task Install_NssOfChromiumAndFirefox_TrustsItForServersAndUninstallUndoesIt()
    {
        Directory.CreateDirectory(Firefox);
        await ToolAsync("certutil", "-N", "--empty-password", "-d", $"sql:{Firefox}");

        var (code, _, error) = await BridgeAsync("", "ca", "install", "--yes");

        Assert.True(code == 0, error);
        foreach (var folder in new[] { Chromium, Firefox })
        {
            Assert.Contains(folder, error, StringComparison.Ordinal);
            Assert.Matches($"{Name} +C,,", (await ToolAsync("certutil", "-L", "-d", $"sql:{folder}")).Output);
        }

        Assert.Equal(0, (await BridgeAsync("", "ca", "install", "--yes")).Code); // a second time is no error
        Assert.Equal(0, (await BridgeAsync("", "ca", "uninstall", "--yes")).Code);
        foreach (var folder in new[] { Chromium, Firefox })
        {
            Assert.DoesNotContain(Name, (await ToolAsync("certutil", "-L", "-d", $"sql:{folder}")).Output, StringComparison.Ordinal);
        }

        Assert.Contains("It is not in", (await BridgeAsync("", "ca", "uninstall", "--yes")).Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Uninstall_AuthorityWasMadeAnewMeanwhile_TakesBothOut()
    {
        await BridgeAsync("", "ca", "install", "--yes");
        await BridgeAsync("", "ca", "remove", "--yes", "--data", Path.Combine(_home, "data"));
        await BridgeAsync("", "ca", "install", "--yes");

        Assert.Equal(0, (await BridgeAsync("", "ca", "uninstall", "--yes")).Code);

        Assert.DoesNotContain(Name, (await ToolAsync("certutil", "-L", "-d", $"sql:{Chromium}")).Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("install", "no\n")]
    [InlineData("install", "")]
    [InlineData("uninstall", "")]
    public async Task Command_AnswerIsNotYes_ChangesNothing(string command, string answer)
    {
        var (code, _, error) = await BridgeAsync(answer, "ca", command);

        Assert.Equal(2, code);
        Assert.Contains("Nothing was changed.", error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(Chromium));
        Assert.False(Directory.Exists(Path.Combine(_home, "data")));
    }

    [Fact]
    public async Task InstallSystem_AsRoot_IsInTheSystemsListAndUninstallUndoesIt()
    {
        if (Environment.IsPrivilegedProcess && File.Exists("/usr/sbin/update-ca-certificates") && !File.Exists(SystemFile))
        {
            try
            {
                Assert.Equal(0, (await BridgeAsync("", "ca", "install", "--system", "--yes")).Code);
                Assert.Equal(0, (await ToolAsync("openssl", "verify", "-CApath", "/etc/ssl/certs", Path.Combine(_home, "data", "ca.crt"))).Code);
            }
            finally
            {
                Assert.Equal(0, (await BridgeAsync("", "ca", "uninstall", "--system", "--yes")).Code);
            }

            Assert.False(File.Exists(SystemFile));
            Assert.NotEqual(0, (await ToolAsync("openssl", "verify", "-CApath", "/etc/ssl/certs", Path.Combine(_home, "data", "ca.crt"))).Code);
        }
        else if (!Environment.IsPrivilegedProcess)
        {
            var (code, _, error) = await BridgeAsync("", "ca", "install", "--system", "--yes");
            Assert.Equal(2, code);
            Assert.Contains("needs root", error, StringComparison.Ordinal);
        }
    }

    public void Dispose() => Directory.Delete(_home, recursive: true);

    private async Task<(int Code, string Output, string Error)> BridgeAsync(string input, params IEnumerable<string> arguments)
    {
        string[] data = arguments.Contains("install") ? ["--data", Path.Combine(_home, "data")] : [];
        return await RunAsync("dotnet", input, [Path.Combine(AppContext.BaseDirectory, "bridge.dll"), .. arguments, .. data]);
    }

    private Task<(int Code, string Output, string Error)> ToolAsync(string program, params IEnumerable<string> arguments) => RunAsync(program, "", arguments);

    private async Task<(int Code, string Output, string Error)> RunAsync(string program, string input, IEnumerable<string> arguments)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
            Environment = { ["HOME"] = _home },
        };
        using var process = Process.Start(start)!;
        await process.StandardInput.WriteAsync(input);
        process.StandardInput.Close();
        var output = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        return (process.ExitCode, await output, await error);
    }
}
