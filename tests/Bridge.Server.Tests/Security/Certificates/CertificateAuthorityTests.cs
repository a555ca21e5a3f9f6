using System.Security.Cryptography.X509Certificates;
using Bridge.Server.Security.Certificates;

namespace Bridge.Server.Tests.Security.Certificates;

public sealed class CertificateAuthorityTests : IDisposable
{
    private readonly ManualTime _time = new();
    private readonly string _folder = Directory.CreateTempSubdirectory("bridge-authority-").FullName;

    private string Key => Path.Combine(_folder, CertificateAuthority.KeyFile);

    private string Certificate => Path.Combine(_folder, CertificateAuthority.CertificateFile);

    [Fact]
    public void OpenOrCreate_Again_IsTheSame() => Assert.Equal(Open("studio").Der, Open("studio").Der);

    [Fact]
    public void OpenOrCreate_ForAnotherHost_IsAnother()
    {
        var studio = Open("studio");

        var kitchen = Open("kitchen");

        Assert.NotEqual(studio.Der, kitchen.Der);
        Assert.Equal(kitchen.Pem, File.ReadAllText(Certificate));
        using var pair = X509Certificate2.CreateFromPemFile(Certificate, Key); // throws where they are none
        Assert.Equal(kitchen.Der, pair.RawData);
    }

    [Fact]
    public void OpenOrCreate_StoppedBetweenTheTwoFiles_GoesOnWithTheNewKey()
    {
        Open("studio");
        var old = File.ReadAllText(Certificate);
        var kitchen = Open("kitchen");
        File.WriteAllText(Certificate, old);

        Assert.Equal(kitchen.Der, Open("kitchen").Der);
        Assert.Equal(kitchen.Pem, File.ReadAllText(Certificate));
    }

    [Fact]
    public void OpenOrCreate_StoppedWhileTheFirstFileIsWritten_GoesOnWithTheOld()
    {
        var studio = Open("studio");
        File.WriteAllText(Key + ".new", "-----BEGIN PRIVATE");

        Assert.Equal(studio.Der, Open("studio").Der);
        Assert.NotEqual(studio.Der, Open("kitchen").Der);
    }

    [Fact]
    public void OpenOrCreate_TheCertificatesFileIsGone_IsTheSameAndWritesIt()
    {
        var studio = Open("studio");
        File.Delete(Certificate);

        Assert.Equal(studio.Der, Open("studio").Der);
        Assert.Equal(studio.Pem, File.ReadAllText(Certificate));
    }

    [Fact]
    public void OpenOrCreate_FilesOfAnEarlierVersion_AreReadOrRefusedInWords()
    {
        var studio = Open("studio");
        var (pem, certificate) = (File.ReadAllText(Key), studio.Pem);
        File.WriteAllText(Key, pem[..pem.IndexOf("-----BEGIN CERTIFICATE", StringComparison.Ordinal)]);
        Assert.Equal(studio.Der, Open("studio").Der);

        Open("kitchen");
        File.WriteAllText(Key, pem[..pem.IndexOf("-----BEGIN CERTIFICATE", StringComparison.Ordinal)]);

        Assert.Contains("'bridge ca remove'", Assert.Throws<CertificateFileException>(() => Open("kitchen")).Message, StringComparison.Ordinal);
        File.WriteAllText(Certificate, certificate);
        Assert.Equal(studio.Der, Open("studio").Der);
    }

    [Fact]
    public void OpenOrCreate_Key_IsItsOwnersAlone()
    {
        File.WriteAllText(Key + ".new", "of a crash"); // readable by others
        Open("studio");

        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Key));
        }

        Assert.DoesNotContain("PRIVATE", File.ReadAllText(Certificate), StringComparison.Ordinal);
        Assert.Equal([Certificate, Key], Directory.GetFiles(_folder).Order(StringComparer.Ordinal));
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private CertificateAuthority Open(string host) => CertificateAuthority.OpenOrCreate(_folder, host, _time);
}
