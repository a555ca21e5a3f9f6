using System.Security.Cryptography.X509Certificates;

namespace Bridge.Server.Security.Certificates;

/// <summary>The certificate authority of a data folder, without a relay.</summary>
/// <param name="dataFolder">The relay's data folder.</param>
public sealed class AuthorityFolder(string dataFolder)
{
    /// <summary>What this machine's authority calls itself: its common name.</summary>
    public static string Name { get; } = CertificateAuthority.CommonName(Environment.MachineName.ToLowerInvariant());

    /// <summary>The file of the certificate, PEM.</summary>
    public string CertificatePath { get; } = Path.Combine(dataFolder, CertificateAuthority.CertificateFile);

    /// <summary>The file of the key.</summary>
    public string KeyPath { get; } = Path.Combine(dataFolder, CertificateAuthority.KeyFile);

    /// <summary>Whether there is anything of an authority.</summary>
    public bool Exists => File.Exists(CertificatePath) || File.Exists(KeyPath);

    /// <summary>The certificate as PEM text: the one that a relay with this folder uses. Made, with its key, where there is none.</summary>
    /// <exception cref="CertificateFileException">What is there can't be read as a certificate and its key.</exception>
    public string Export(TimeProvider time)
    {
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(dataFolder);
        }
        else
        {
            Directory.CreateDirectory(dataFolder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }

        return CertificateAuthority.OpenOrCreate(dataFolder, time).Pem;
    }

    /// <summary>The certificate that is there, without its key.</summary>
    /// <exception cref="CertificateFileException">It is no certificate.</exception>
    public X509Certificate2? Certificate() => File.Exists(CertificatePath)
        ? CertificateAuthority.Read(CertificatePath, () => X509CertificateLoader.LoadCertificateFromFile(CertificatePath))
        : null;

    /// <summary>Deletes the key, then the certificate. A relay that runs goes on with what it has read.</summary>
    public void Remove()
    {
        File.Delete(KeyPath);
        File.Delete(CertificatePath);
    }
}
