using System.Net.Security;
using System.Reflection;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using Bridge.Mqtt.Client;
using Bridge.Mqtt.Tests.Tcp;

namespace Bridge.Mqtt.Tests.Client;

public sealed class ClientTlsTests
{
    [Fact]
    public void Options_ThatNameAHost_AreUsedAsTheyAre()
    {
        var given = new SslClientAuthenticationOptions { TargetHost = "a" };
        Assert.Same(given, ClientTls.For("b", given));
    }

    [Fact]
    public void Options_ThatNameNoHost_AreCopiedWithIt()
    {
        // Every property is given another value than it has by itself, so that one the copy leaves out shows. (EncryptionPolicy's others are obsolete.)
        using var certificate = TestCertificate.Make("client");
        var given = new SslClientAuthenticationOptions
        {
            AllowRenegotiation = false,
            AllowTlsResume = false,
            ApplicationProtocols = [new SslApplicationProtocol("mqtt")],
            CertificateChainPolicy = new X509ChainPolicy(),
            CertificateRevocationCheckMode = X509RevocationMode.Offline,
            CipherSuitesPolicy = OperatingSystem.IsLinux() ? new CipherSuitesPolicy([TlsCipherSuite.TLS_AES_128_GCM_SHA256]) : null,
            ClientCertificateContext = SslStreamCertificateContext.Create(certificate, additionalCertificates: null),
            ClientCertificates = [],
            EnabledSslProtocols = SslProtocols.Tls13,
            LocalCertificateSelectionCallback = (_, _, _, _, _) => null!,
            RemoteCertificateValidationCallback = (_, _, _, _) => false,
        };
        if (OperatingSystem.IsLinux() || OperatingSystem.IsWindows())
        {
            given.AllowRsaPkcs1Padding = false;
            given.AllowRsaPssPadding = false;
        }

        var copy = ClientTls.For("b", given);

        Assert.Equal(("b", null), (copy.TargetHost, given.TargetHost));
        foreach (var property in typeof(SslClientAuthenticationOptions).GetProperties(BindingFlags.Public | BindingFlags.Instance))
        {
            if (property.Name != nameof(given.TargetHost))
            {
                Assert.Equal(property.GetValue(given), property.GetValue(copy));
            }
        }
    }
}
