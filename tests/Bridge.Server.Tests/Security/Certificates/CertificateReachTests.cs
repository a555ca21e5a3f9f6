using Bridge.Server.Security.Certificates;

namespace Bridge.Server.Tests.Security.Certificates;

public sealed class CertificateReachTests
{
    [Theory]
    [InlineData("192.168.1.20")]
    [InlineData("10.1.2.3")]
    [InlineData("172.31.0.9")]
    [InlineData("100.64.3.2")]
    [InlineData("127.0.0.1")]
    [InlineData("[fd00::1]")]
    [InlineData("localhost")]
    [InlineData("studio.local")]
    public void Host_WithinTheConstraints_IsNoTrouble(string host) => Assert.Null(CertificateReach.Trouble(host));

    [Theory]
    [InlineData("203.0.113.7", "a public address")]
    [InlineData("172.32.0.1", "a public address")]
    [InlineData("[2001:db8::7]", "a public address")]
    [InlineData("dev.example.org", "a public name")]
    [InlineData("evil-local", "a public name")]
    public void Host_OutsideTheConstraints_IsSaidWithWhatToDo(string host, string what)
    {
        var trouble = CertificateReach.Trouble(host);

        Assert.Contains($"{host}, {what}", trouble, StringComparison.Ordinal);
        Assert.Contains($"--host {Environment.MachineName.ToLowerInvariant()}.local", trouble, StringComparison.Ordinal);
    }
}
