using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Bridge.Server.Tests.Security.Certificates;

/// <summary>Certificates in files, as somebody would bring them along.</summary>
internal sealed class SignedFiles : IDisposable
{
    public string Folder { get; } = Directory.CreateTempSubdirectory("bridge-cert-").FullName;

    public string Certificate => Path.Combine(Folder, "cert.pem");

    public string Key => Path.Combine(Folder, "key.pem");

    public static X509Certificate2 Make(DateTimeOffset from, DateTimeOffset until, params string[] names)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=given", key, HashAlgorithmName.SHA256);
        var alternatives = new SubjectAlternativeNameBuilder();
        foreach (var name in names)
        {
            alternatives.AddDnsName(name);
        }

        request.CertificateExtensions.Add(alternatives.Build());
        return request.CreateSelfSigned(from, until);
    }

    /// <summary>What an intermediate authority signed for a name, and that authority, which a root signed.</summary>
    public static (X509Certificate2 Leaf, X509Certificate2 Issuer) MakeSigned(DateTimeOffset from, DateTimeOffset until, string name)
    {
        using var rootKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var rootRequest = new CertificateRequest("CN=root", rootKey, HashAlgorithmName.SHA256);
        rootRequest.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        using var root = rootRequest.CreateSelfSigned(from, until);
        using var issuerKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var issuerRequest = new CertificateRequest("CN=between", issuerKey, HashAlgorithmName.SHA256);
        issuerRequest.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        using var signedIssuer = issuerRequest.Create(root, from, until, [4, 5, 6]);
        var issuer = signedIssuer.CopyWithPrivateKey(issuerKey);
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var signed = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256).Create(issuer, from, until, [1, 2, 3]);
        return (signed.CopyWithPrivateKey(key), issuer);
    }

    /// <summary>Writes a certificate and its key, in one file or in two, encrypted or not.</summary>
    public void WritePem(X509Certificate2 certificate, bool apart = false, string? password = null)
    {
        using var key = certificate.GetECDsaPrivateKey()!;
        var keyPem = password is null
            ? key.ExportPkcs8PrivateKeyPem()
            : key.ExportEncryptedPkcs8PrivateKeyPem(password, new PbeParameters(PbeEncryptionAlgorithm.Aes256Cbc, HashAlgorithmName.SHA256, 1_000));
        File.WriteAllText(Certificate, certificate.ExportCertificatePem() + "\n" + (apart ? "" : keyPem));
        if (apart)
        {
            File.WriteAllText(Key, keyPem);
        }
    }

    public void WritePfx(X509Certificate2 certificate, string? password) => File.WriteAllBytes(Certificate, certificate.Export(X509ContentType.Pkcs12, password));

    public void Dispose() => Directory.Delete(Folder, recursive: true);
}
