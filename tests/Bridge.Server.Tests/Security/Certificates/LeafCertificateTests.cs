using Bridge.Server.Security.Certificates;

namespace Bridge.Server.Tests.Security.Certificates;

public sealed class LeafCertificateTests : IDisposable
{
    private readonly ManualTime _time = new();
    private readonly string _folder = Directory.CreateTempSubdirectory("bridge-leaf-").FullName;

    [Theory]
    [InlineData(-1, false)]
    [InlineData(1, true)]
    public void Current_AThirdOfItsLifeBeforeItsEnd_IsRenewed(int secondsAfter, bool renewed)
    {
        var leaf = Leaf("192.168.1.20");
        var first = leaf.Current.TargetCertificate.Thumbprint;

        _time.Advance((LeafCertificate.Lifetime * 2 / 3) + TimeSpan.FromSeconds(secondsAfter));

        Assert.Equal(renewed, leaf.Current.TargetCertificate.Thumbprint != first);
        Assert.True(leaf.Current.TargetCertificate.NotAfter.ToUniversalTime() > _time.GetUtcNow().UtcDateTime + (LeafCertificate.Lifetime / 4));
    }

    [Fact]
    public void Current_BetweenRenewals_IsTheSame()
    {
        var leaf = Leaf("192.168.1.20");

        Assert.Same(leaf.Current, leaf.Current);
    }

    [Fact]
    public void Current_ForNamesOfThisHost_CoversThemAndNoPublicAddress()
    {
        var certificate = Leaf("192.168.1.20", "studio", "studio.local", "localhost", "93.184.216.34").Current.TargetCertificate;

        Assert.All(["192.168.1.20", "studio", "studio.local", "localhost"], name => Assert.True(certificate.MatchesHostname(name), name));
        Assert.False(certificate.MatchesHostname("93.184.216.34"));
        Assert.InRange((certificate.NotAfter - certificate.NotBefore).TotalDays, 30, 31.1);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private LeafCertificate Leaf(params string[] names) => new(CertificateAuthority.OpenOrCreate(_folder, "studio", _time), names, _time);
}
