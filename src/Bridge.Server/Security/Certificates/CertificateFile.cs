using System.Globalization;
using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Bridge.Server.Security.Certificates;

/// <summary>Reads a certificate with its key out of files, and says in words what is wrong with them.</summary>
internal static class CertificateFile
{
    /// <summary>The certificate, its key and the intermediate ones, ready for handshakes.</summary>
    /// <exception cref="CertificateFileException">It can't be used now.</exception>
    public static SslStreamCertificateContext Read(CertificateOptions options, TimeProvider time)
    {
        var bytes = ReadFile(options.Path);
        var (leaf, others) = IsPem(bytes) ? ReadPem(options, System.Text.Encoding.ASCII.GetString(bytes)) : ReadPkcs12(options, bytes);
        CheckDates(options.Path, leaf, time.GetUtcNow());
        return SslStreamCertificateContext.Create(leaf, others, offline: true);
    }

    private static byte[] ReadFile(string path)
    {
        try
        {
            return File.ReadAllBytes(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new CertificateFileException($"{path} can't be read: {e.Message}");
        }
    }

    private static bool IsPem(byte[] bytes) => bytes.AsSpan().IndexOf("-----BEGIN "u8) >= 0;

    private static (X509Certificate2 Leaf, X509Certificate2Collection Others) ReadPem(CertificateOptions options, string pem)
    {
        var key = options.KeyPath is { } keyPath ? System.Text.Encoding.ASCII.GetString(ReadFile(keyPath)) : pem;
        if (!key.Contains("PRIVATE KEY-----", StringComparison.Ordinal))
        {
            throw new CertificateFileException(options.KeyPath is null
                ? $"{options.Path} has no private key in it. Name the key's file with --key."
                : $"{options.KeyPath} has no private key in it.");
        }

        var all = new X509Certificate2Collection();
        try
        {
            all.ImportFromPem(pem);
            using var leaf = key.Contains("ENCRYPTED", StringComparison.Ordinal)
                ? X509Certificate2.CreateFromEncryptedPem(pem, key, options.Password ?? throw Locked(options.KeyPath ?? options.Path))
                : X509Certificate2.CreateFromPem(pem, key);

            // Windows' TLS wants a key that has been through a PKCS#12 file.
            return (X509CertificateLoader.LoadPkcs12(leaf.Export(X509ContentType.Pkcs12), null), [.. all.Skip(1)]);
        }
        catch (Exception e) when (e is CryptographicException or ArgumentException)
        {
            throw new CertificateFileException(options.Password is null
                ? $"{options.Path} is no certificate, or the key is not this certificate's: {e.Message}"
                : $"{options.Path} is no certificate, the key is not this certificate's, or {CertificateOptions.PasswordVariable} is not its password: {e.Message}");
        }
    }

    private static (X509Certificate2 Leaf, X509Certificate2Collection Others) ReadPkcs12(CertificateOptions options, byte[] bytes)
    {
        X509Certificate2Collection all;
        try
        {
            all = X509CertificateLoader.LoadPkcs12Collection(bytes, options.Password);
        }
        catch (CryptographicException e)
        {
            throw e.HResult is WrongPassword
                ? Locked(options.Path)
                : new CertificateFileException($"{options.Path} is neither a PEM nor a PFX file of a certificate: {e.Message}");
        }

        var leaf = all.FirstOrDefault(certificate => certificate.HasPrivateKey)
            ?? throw new CertificateFileException($"{options.Path} has no private key in it. Export it together with its key.");
        return (leaf, [.. all.Where(certificate => certificate != leaf)]);
    }

    private static void CheckDates(string path, X509Certificate2 leaf, DateTimeOffset now)
    {
        if (now.UtcDateTime > leaf.NotAfter.ToUniversalTime())
        {
            throw new CertificateFileException($"The certificate in {path} has expired on {Day(leaf.NotAfter)}. Renew it, or leave --cert out: the relay then signs one of its own.");
        }

        if (now.UtcDateTime < leaf.NotBefore.ToUniversalTime())
        {
            throw new CertificateFileException($"The certificate in {path} is not valid before {Day(leaf.NotBefore)}. Is this machine's clock right?");
        }
    }

    private static CertificateFileException Locked(string path) =>
        new($"{path} is protected by a password, and {CertificateOptions.PasswordVariable} does not hold it.");

    private static string Day(DateTime time) => time.ToUniversalTime().ToString("yyyy-MM-dd HH:mm 'UTC'", CultureInfo.InvariantCulture);

    /// <summary>ERROR_INVALID_PASSWORD as an HRESULT, on every system.</summary>
    private const int WrongPassword = unchecked((int)0x80070056);
}
