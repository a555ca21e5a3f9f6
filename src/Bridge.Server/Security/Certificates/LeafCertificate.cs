using System.Net;
using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Bridge.Server.Security.Certificates;

/// <summary>
/// The certificate of the device listener: 30 days, for every name and private address of this host. Asked for at each handshake, so it is
/// renewed, a third of its life before it ends, without a restart.
/// </summary>
internal sealed class LeafCertificate(CertificateAuthority authority, IReadOnlyCollection<string> names, TimeProvider time) : IServerCertificate
{
    public static readonly TimeSpan Lifetime = TimeSpan.FromDays(30);

    private readonly Lock _lock = new();
    private SslStreamCertificateContext? _current;

    public SslStreamCertificateContext Current
    {
        get
        {
            lock (_lock)
            {
                if (_current is null || new DateTimeOffset(_current.TargetCertificate.NotAfter) < time.GetUtcNow() + (Lifetime / 3))
                {
                    _current = SslStreamCertificateContext.Create(Create(), null, offline: true);
                }

                return _current;
            }
        }
    }

    private X509Certificate2 Create()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=DeviceBridge relay", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(false, false, 0, true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.DigitalSignature, true));
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid("1.3.6.1.5.5.7.3.1")], false));
        request.CertificateExtensions.Add(X509AuthorityKeyIdentifierExtension.CreateFromCertificate(authority.Certificate, true, false));
        request.CertificateExtensions.Add(SubjectAlternativeNames());

        var now = time.GetUtcNow();
        using var signed = authority.Sign(request, now.AddDays(-1), now + Lifetime);
        using var withKey = signed.CopyWithPrivateKey(key);

        // Windows' TLS wants a key that has been through a PKCS#12 file.
        return X509CertificateLoader.LoadPkcs12(withKey.Export(X509ContentType.Pkcs12), null);
    }

    private X509Extension SubjectAlternativeNames()
    {
        var builder = new SubjectAlternativeNameBuilder();
        foreach (var name in names)
        {
            if (!IPAddress.TryParse(name.Trim('[', ']'), out var address))
            {
                builder.AddDnsName(name);
            }
            else if (PrivateNetworks.Contain(address))
            {
                builder.AddIpAddress(address);
            }
        }

        return builder.Build();
    }
}
