using System.Security.Cryptography.X509Certificates;

namespace Bridge.Cli.Tests.Commands;

public sealed class CaCommandTests : IDisposable
{
    private readonly string _data = Path.Combine(Path.GetTempPath(), $"bridge-ca-{Guid.NewGuid():n}");

    private string Key => Path.Combine(_data, "ca.key");

    [Fact]
    public async Task Export_NoAuthorityYet_MakesOneAndPrintsItsCertificateAlone()
    {
        var line = new CommandLine();
        Assert.Equal(0, await line.RunAsync("ca", "export", "--data", _data));
        using var certificate = X509Certificate2.CreateFromPem(line.Output);
        Assert.Contains("DeviceBridge", certificate.Subject, StringComparison.Ordinal);
        Assert.False(certificate.HasPrivateKey);
        Assert.DoesNotContain("PRIVATE", line.Output, StringComparison.Ordinal);
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Key));
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(_data));
        }
    }

    [Fact]
    public async Task Export_AgainIntoAFile_IsTheSameCertificate()
    {
        var first = new CommandLine();
        await first.RunAsync("ca", "export", "--data", _data);
        var file = Path.Combine(_data, "exported.crt");
        var second = new CommandLine();
        Assert.Equal(0, await second.RunAsync("ca", "export", file, "--data", _data));
        Assert.Equal(first.Output, await File.ReadAllTextAsync(file));
        Assert.Empty(second.Output);
    }

    [Fact]
    public async Task Export_IntoAFolderThatIsNotThere_SaysSoAndEndsWithFive()
    {
        var line = new CommandLine();
        Assert.Equal(5, await line.RunAsync("ca", "export", Path.Combine(_data, "no", "such.crt"), "--data", _data));
        Assert.Contains("such.crt", line.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(2, true, "")]
    [InlineData(2, true, "no\n")]
    [InlineData(0, false, "yes\n")]
    [InlineData(0, false, "", "--yes")]
    public async Task Remove_SaysWhatItMeans_AndDeletesOnlyWithAYes(int exitCode, bool kept, string input, params string[] more)
    {
        await new CommandLine().RunAsync("ca", "export", "--data", _data);
        var line = new CommandLine(input: input);
        Assert.Equal(exitCode, await line.RunAsync(["ca", "remove", "--data", _data, .. more]));
        Assert.Contains("remove it there by hand", line.Error, StringComparison.Ordinal);
        Assert.Equal(kept, File.Exists(Key));
        Assert.Equal(kept, File.Exists(Path.Combine(_data, "ca.crt")));
    }

    [Fact]
    public async Task Remove_NothingThere_IsDone()
    {
        var line = new CommandLine();
        Assert.Equal(0, await line.RunAsync("ca", "remove", "--data", _data));
        Assert.Equal($"There is no certificate authority in {_data}.\n", line.Error);
    }

    [Fact]
    public async Task Ca_ThereIsOne_SaysWhichAndHowToInstallIt()
    {
        await new CommandLine().RunAsync("ca", "export", "--data", _data);
        var line = new CommandLine();
        Assert.Equal(0, await line.RunAsync("ca", "--data", _data));
        Assert.Contains("SHA-256 ", line.Output, StringComparison.Ordinal);
        Assert.Contains("/_bridge/ca", line.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Ca_ThereIsNone_SaysSoAndMakesNone()
    {
        var line = new CommandLine();
        Assert.Equal(5, await line.RunAsync("ca", "--data", _data));
        Assert.False(Directory.Exists(_data));
    }

    [Fact]
    public async Task Ca_BrokenFiles_SaysHowToGoOn()
    {
        Directory.CreateDirectory(_data);
        await File.WriteAllTextAsync(Path.Combine(_data, "ca.crt"), "not a certificate");
        await File.WriteAllTextAsync(Key, "nor a key");
        foreach (var arguments in new[] { new[] { "ca" }, ["ca", "export"] })
        {
            var line = new CommandLine();
            Assert.Equal(5, await line.RunAsync([.. arguments, "--data", _data]));
            Assert.Contains("'bridge ca remove' deletes them", line.Error, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("export")]
    [InlineData("remove")]
    public async Task Help_OfASubcommand_HasItsExamples(string name)
    {
        var line = new CommandLine();
        Assert.Equal(0, await line.RunAsync("ca", name, "--help"));
        Assert.Contains($"\n  bridge ca {name}", line.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_WrongOption_PointsToTheSubcommandsHelp()
    {
        var line = new CommandLine();
        Assert.Equal(2, await line.RunAsync("ca", "export", "--out"));
        Assert.Equal("'--out' is not an option of 'export'.\n'bridge ca export --help' shows how it goes.\n", line.Error);
    }

    public void Dispose()
    {
        if (Directory.Exists(_data))
        {
            Directory.Delete(_data, recursive: true);
        }
    }
}
