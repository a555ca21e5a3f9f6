using Bridge.Server.Relay;
using Bridge.Server.Security.Certificates;

namespace Bridge.Server.Tests.Security.Certificates;

public sealed class GivenCertificateTests : IDisposable
{
    private readonly ManualTime _time = new();
    private readonly SignedFiles _files = new();
    private readonly RelayNotices _notices = new();
    private readonly List<RelayNotice> _told = [];

    public GivenCertificateTests() => _notices.Posted += _told.Add;

    [Fact]
    public void Current_FileIsReplaced_IsTheNewOneASecondLater()
    {
        var old = Write(DateTime.UnixEpoch);
        var given = Open();
        var renewed = Write(DateTime.UnixEpoch.AddDays(1));

        Assert.Equal(old, given.Current.TargetCertificate.Thumbprint);
        _time.Advance(TimeSpan.FromSeconds(1));

        Assert.Equal(renewed, given.Current.TargetCertificate.Thumbprint);
        Assert.Equal("certificate-renewed", Assert.Single(_told).Kind);
    }

    [Fact]
    public void Current_FileIsBroken_StaysAndSaysSoOnceUntilItIsWhole()
    {
        var old = Write(DateTime.UnixEpoch);
        var given = Open();
        File.WriteAllText(_files.Certificate, "half a cert");
        for (var i = 0; i < 3; i++)
        {
            _time.Advance(TimeSpan.FromSeconds(2));
            Assert.Equal(old, given.Current.TargetCertificate.Thumbprint);
        }

        Assert.Equal(("certificate-refused", "warn"), (Assert.Single(_told).Kind, _told[0].Level));
        var whole = Write(DateTime.UnixEpoch.AddDays(2));
        _time.Advance(TimeSpan.FromSeconds(2));
        Assert.Equal(whole, given.Current.TargetCertificate.Thumbprint);
    }

    [Theory]
    [InlineData("app.example", true)]
    [InlineData("www.app.example", false)]
    [InlineData("192.168.1.20", false)]
    public void Open_HostNotCovered_Warns(string host, bool covered)
    {
        Write(DateTime.UnixEpoch);

        Open(host);

        Assert.Equal(covered, _told.Count == 0);
        Assert.All(_told, notice => Assert.Contains($"does not cover {host}", notice.Text, StringComparison.Ordinal));
    }

    public void Dispose() => _files.Dispose();

    private GivenCertificate Open(string host = "app.example") => new(new CertificateOptions(_files.Certificate), host, _notices, _time);

    private string Write(DateTime stamp)
    {
        using var certificate = SignedFiles.Make(_time.GetUtcNow().AddDays(-1), _time.GetUtcNow().AddDays(1), "app.example");
        _files.WritePem(certificate);
        File.SetLastWriteTimeUtc(_files.Certificate, stamp);
        return certificate.Thumbprint;
    }
}
