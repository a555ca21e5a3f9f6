using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Bridge.E2E.Tests.Harness;

/// <summary>Certificates that vouch for themselves.</summary>
internal static class Certificates
{
    /// <summary>For a name, with its key; good for a day.</summary>
    public static X509Certificate2 Make(string name)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName(name);
        request.CertificateExtensions.Add(names.Build());
        var now = TimeProvider.System.GetUtcNow();
        return request.CreateSelfSigned(now.AddDays(-1), now.AddDays(1));
    }
}
