namespace Bridge.Server.Security.Certificates;

/// <summary>A certificate that the relay was given, instead of those that its own authority signs.</summary>
/// <param name="Path">The file: PEM, the certificate first and the intermediate ones after it, or PFX (PKCS#12).</param>
/// <param name="KeyPath">The file of the key, PEM; null where the key is in <paramref name="Path"/>.</param>
/// <param name="Password">Opens an encrypted key or a PFX file; null where there is none.</param>
public sealed record CertificateOptions(string Path, string? KeyPath = null, string? Password = null)
{
    /// <summary>The environment variable that the command takes the password from: a command line is readable by others.</summary>
    public const string PasswordVariable = "BRIDGE_CERT_PASSWORD";
}
