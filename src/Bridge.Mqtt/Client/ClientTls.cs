using System.Net.Security;

namespace Bridge.Mqtt.Client;

/// <summary>TLS options with the host that the certificate must be for.</summary>
internal static class ClientTls
{
    /// <summary>The program's own where they name a host; else a copy, for these may serve clients of several hosts.</summary>
    public static SslClientAuthenticationOptions For(string host, SslClientAuthenticationOptions? given)
    {
        if (given is null)
        {
            return new() { TargetHost = host };
        }

        return string.IsNullOrEmpty(given.TargetHost) ? Copy(given, host) : given;
    }

    private static SslClientAuthenticationOptions Copy(SslClientAuthenticationOptions given, string host)
    {
        var copy = new SslClientAuthenticationOptions
        {
            TargetHost = host,
            AllowRenegotiation = given.AllowRenegotiation,
            AllowTlsResume = given.AllowTlsResume,
            ApplicationProtocols = given.ApplicationProtocols,
            CertificateChainPolicy = given.CertificateChainPolicy,
            CertificateRevocationCheckMode = given.CertificateRevocationCheckMode,
            CipherSuitesPolicy = given.CipherSuitesPolicy,
            ClientCertificateContext = given.ClientCertificateContext,
            ClientCertificates = given.ClientCertificates,
            EnabledSslProtocols = given.EnabledSslProtocols,
            EncryptionPolicy = given.EncryptionPolicy,
            LocalCertificateSelectionCallback = given.LocalCertificateSelectionCallback,
            RemoteCertificateValidationCallback = given.RemoteCertificateValidationCallback,
        };
        if (OperatingSystem.IsLinux() || OperatingSystem.IsWindows())
        {
            copy.AllowRsaPkcs1Padding = given.AllowRsaPkcs1Padding;
            copy.AllowRsaPssPadding = given.AllowRsaPssPadding;
        }

        return copy;
    }
}
