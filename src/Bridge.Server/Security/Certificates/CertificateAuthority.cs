using System.Formats.Asn1;
using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Bridge.Server.Storage;

namespace Bridge.Server.Security.Certificates;

/// <summary>
/// The relay's own certificate authority: ECDSA P-256, constrained by name (RFC 5280, 4.2.1.10) to this host's names, <c>.local</c>,
/// <c>localhost</c> and the private address ranges, so that a stolen key can vouch for nothing on the public internet. The key lies in the
/// data folder, mode 0600, together with its certificate, so that no crash parts them; the certificate's own file is a copy for people.
/// </summary>
internal sealed class CertificateAuthority
{
    public const string CertificateFile = "ca.crt";
    public const string KeyFile = "ca.key";
    private static readonly TimeSpan Lifetime = TimeSpan.FromDays(10 * 365);

    private readonly X509Certificate2 _certificate;

    private CertificateAuthority(X509Certificate2 certificate) => _certificate = certificate;

    /// <summary>The authority's certificate without its key: what a phone installs.</summary>
    public byte[] Der => _certificate.RawData;

    /// <summary>The same as PEM text.</summary>
    public string Pem => _certificate.ExportCertificatePem();

    /// <summary>Opens or makes the authority of a data folder for this machine.</summary>
    public static CertificateAuthority OpenOrCreate(string folder, TimeProvider time) => OpenOrCreate(folder, Environment.MachineName.ToLowerInvariant(), time);

    /// <summary>Opens the authority of a data folder, or makes it. One that doesn't cover this host's names any more is replaced.</summary>
    /// <exception cref="CertificateFileException">What is there can't be read as a certificate and its key.</exception>
    public static CertificateAuthority OpenOrCreate(string folder, string hostName, TimeProvider time)
    {
        var keyPath = Path.Combine(folder, KeyFile);
        var certificatePath = Path.Combine(folder, CertificateFile);
        var certificate = Read(certificatePath, () => Open(keyPath, certificatePath));
        if (certificate is null || !Serves(certificate, hostName, time))
        {
            certificate?.Dispose();
            certificate = Create(hostName, time);
            WholeFile.WritePrivate(keyPath, $"{certificate.GetECDsaPrivateKey()!.ExportPkcs8PrivateKeyPem()}\n{certificate.ExportCertificatePem()}\n");
        }

        var authority = new CertificateAuthority(certificate);
        if (!File.Exists(certificatePath) || !string.Equals(File.ReadAllText(certificatePath), authority.Pem, StringComparison.Ordinal))
        {
            WholeFile.Write(certificatePath, authority.Pem);
        }

        return authority;
    }

    /// <summary>Signs a server certificate for names and addresses.</summary>
    public X509Certificate2 Sign(CertificateRequest request, DateTimeOffset from, DateTimeOffset until) =>
        request.Create(_certificate, from, until, RandomNumberGenerator.GetBytes(16));

    /// <summary>The certificate that a server sends along with its leaf.</summary>
    public X509Certificate2 Certificate => _certificate;

    /// <summary>The key with its certificate, which beside an earlier version's key is in the other file alone.</summary>
    private static X509Certificate2? Open(string keyPath, string certificatePath)
    {
        if (!File.Exists(keyPath))
        {
            return null;
        }

        var pem = File.ReadAllText(keyPath);
        if (pem.Contains("-----BEGIN CERTIFICATE-----", StringComparison.Ordinal))
        {
            return X509Certificate2.CreateFromPem(pem, pem);
        }

        return File.Exists(certificatePath) ? X509Certificate2.CreateFromPem(File.ReadAllText(certificatePath), pem) : null;
    }

    /// <summary>Reads one of the files, and says in words where it is broken.</summary>
    /// <exception cref="CertificateFileException">It is.</exception>
    public static X509Certificate2? Read(string certificatePath, Func<X509Certificate2?> read)
    {
        try
        {
            return read();
        }
        catch (Exception e) when (e is CryptographicException or ArgumentException)
        {
            throw new CertificateFileException($"{certificatePath} and its key can't be read: {e.Message} 'bridge ca remove' deletes them; a new pair is made then.");
        }
    }

    private static bool Serves(X509Certificate2 certificate, string hostName, TimeProvider time) =>
        new DateTimeOffset(certificate.NotAfter) > time.GetUtcNow() + LeafCertificate.Lifetime && certificate.Subject.Contains(CommonName(hostName), StringComparison.Ordinal);

    private static X509Certificate2 Create(string hostName, TimeProvider time)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={CommonName(hostName)}, O=DeviceBridge", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, true, 0, true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign | X509KeyUsageFlags.CrlSign, true));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, false));
        request.CertificateExtensions.Add(NameConstraints(["localhost", "local", hostName]));
        var now = time.GetUtcNow();
        return request.CreateSelfSigned(now.AddDays(-1), now + Lifetime);
    }

    /// <summary>What the authority of a host calls itself.</summary>
    public static string CommonName(string hostName) => $"DeviceBridge on {hostName}";

    /// <summary><c>NameConstraints ::= SEQUENCE { permittedSubtrees [0] }</c>; an address is 4 or 16 bytes, then its mask.</summary>
    private static X509Extension NameConstraints(IEnumerable<string> dnsNames)
    {
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence())
        using (writer.PushSequence(new Asn1Tag(TagClass.ContextSpecific, 0)))
        {
            foreach (var name in dnsNames)
            {
                using (writer.PushSequence())
                {
                    writer.WriteCharacterString(UniversalTagNumber.IA5String, name, new Asn1Tag(TagClass.ContextSpecific, 2));
                }
            }

            foreach (var network in PrivateNetworks.All)
            {
                using (writer.PushSequence())
                {
                    writer.WriteOctetString([.. network.BaseAddress.GetAddressBytes(), .. Mask(network)], new Asn1Tag(TagClass.ContextSpecific, 7));
                }
            }
        }

        return new X509Extension("2.5.29.30", writer.Encode(), critical: true);
    }

    private static byte[] Mask(IPNetwork network)
    {
        var mask = new byte[network.BaseAddress.GetAddressBytes().Length];
        for (var bit = 0; bit < network.PrefixLength; bit++)
        {
            mask[bit / 8] |= (byte)(0x80 >> (bit % 8));
        }

        return mask;
    }
}
