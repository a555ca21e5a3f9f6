using System.Security.Cryptography.X509Certificates;
using Bridge.Server.Security.Certificates;

namespace Bridge.Server.Tests.Security.Certificates;

public sealed class CertificateFileTests : IDisposable
{
    private readonly ManualTime _time = new();
    private readonly SignedFiles _files = new();
    private readonly X509Certificate2 _given;

    public CertificateFileTests() => _given = SignedFiles.Make(_time.GetUtcNow().AddDays(-1), _time.GetUtcNow().AddDays(1), "app.example");

    [Fact]
    public void Read_PemWithKeyInIt_HasTheKey()
    {
        _files.WritePem(_given);
        AssertUsable(new CertificateOptions(_files.Certificate));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("secret")]
    public void Read_KeyInAFileOfItsOwn_HasTheKey(string? password)
    {
        _files.WritePem(_given, apart: true, password);
        AssertUsable(new CertificateOptions(_files.Certificate, _files.Key, password));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("secret")]
    public void Read_Pfx_HasTheKey(string? password)
    {
        _files.WritePfx(_given, password);
        AssertUsable(new CertificateOptions(_files.Certificate, null, password));
    }

    [Fact]
    public void Read_Chain_SendsTheIntermediateOnes()
    {
        var (leaf, between) = SignedFiles.MakeSigned(_time.GetUtcNow().AddDays(-1), _time.GetUtcNow().AddDays(1), "app.example");
        _files.WritePem(leaf);
        File.AppendAllText(_files.Certificate, "\n" + between.ExportCertificatePem());

        var read = CertificateFile.Read(new CertificateOptions(_files.Certificate), _time);

        Assert.Equal(leaf.Thumbprint, read.TargetCertificate.Thumbprint);
        Assert.Contains(between, read.IntermediateCertificates);
    }

    [Theory]
    [InlineData("has no private key in it. Name the key's file with --key.", false)]
    [InlineData("key.pem can't be read", true)]
    public void Read_NoKey_SaysHowToNameIt(string words, bool named)
    {
        File.WriteAllText(_files.Certificate, _given.ExportCertificatePem());
        AssertRefused(words, new CertificateOptions(_files.Certificate, named ? _files.Key : null));
    }

    [Fact]
    public void Read_AnothersKey_SaysSo()
    {
        using var other = SignedFiles.Make(_time.GetUtcNow().AddDays(-1), _time.GetUtcNow().AddDays(1), "app.example");
        _files.WritePem(other, apart: true);
        File.WriteAllText(_files.Certificate, _given.ExportCertificatePem());
        AssertRefused("or the key is not this certificate's", new CertificateOptions(_files.Certificate, _files.Key));
    }

    [Theory]
    [InlineData(true, null, "is protected by a password, and BRIDGE_CERT_PASSWORD does not hold it.")]
    [InlineData(true, "wrong", "is protected by a password, and BRIDGE_CERT_PASSWORD does not hold it.")]
    [InlineData(false, null, "is protected by a password, and BRIDGE_CERT_PASSWORD does not hold it.")]
    [InlineData(false, "wrong", "or BRIDGE_CERT_PASSWORD is not its password")]
    public void Read_LockedWithoutItsPassword_SaysWhereToPutIt(bool pfx, string? password, string words)
    {
        if (pfx)
        {
            _files.WritePfx(_given, "right");
        }
        else
        {
            _files.WritePem(_given, apart: true, "right");
        }

        AssertRefused(words, new CertificateOptions(_files.Certificate, pfx ? null : _files.Key, password));
    }

    [Theory]
    [InlineData(0, null)]
    [InlineData(1, "has expired on 2026-01-02 00:00 UTC")]
    public void Read_AroundItsEnd_IsRefusedExactlyAfter(int secondsAfter, string? words)
    {
        _files.WritePem(_given);
        _time.Advance(TimeSpan.FromDays(1) + TimeSpan.FromSeconds(secondsAfter));
        var options = new CertificateOptions(_files.Certificate);
        if (words is null)
        {
            AssertUsable(options);
        }
        else
        {
            AssertRefused(words, options);
        }
    }

    [Fact]
    public void Read_NotYetValid_AsksForTheClock()
    {
        using var later = SignedFiles.Make(_time.GetUtcNow().AddDays(1), _time.GetUtcNow().AddDays(2), "app.example");
        _files.WritePem(later);
        AssertRefused("Is this machine's clock right?", new CertificateOptions(_files.Certificate));
    }

    [Theory]
    [InlineData("", "is neither a PEM nor a PFX file")]
    [InlineData("hello", "is neither a PEM nor a PFX file")]
    [InlineData("-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----", "is no certificate")]
    public void Read_SomethingElse_SaysSo(string text, string words)
    {
        File.WriteAllText(_files.Certificate, text);
        AssertRefused(words, new CertificateOptions(_files.Certificate));
    }

    [Fact]
    public void Read_NoSuchFile_SaysWhich() => AssertRefused("no-such.pem", new CertificateOptions(Path.Combine(_files.Folder, "no-such.pem")));

    public void Dispose()
    {
        _files.Dispose();
        _given.Dispose();
    }

    private void AssertUsable(CertificateOptions options)
    {
        var read = CertificateFile.Read(options, _time).TargetCertificate;
        Assert.True(read.HasPrivateKey);
        Assert.Equal(_given.Thumbprint, read.Thumbprint);
    }

    private void AssertRefused(string words, CertificateOptions options)
    {
        var fault = Assert.Throws<CertificateFileException>(() => CertificateFile.Read(options, _time));
        Assert.Contains(words, fault.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("right", fault.Message.Replace("clock right", "", StringComparison.Ordinal), StringComparison.Ordinal); // no password
    }
}
