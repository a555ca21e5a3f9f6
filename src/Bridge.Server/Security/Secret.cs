using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace Bridge.Server.Security;

/// <summary>Secrets: how they are made, what is stored of them, how they are compared.</summary>
internal static class Secret
{
    /// <summary>Crockford's base 32 without letters that are misread: what a person types.</summary>
    private const string Crockford = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

    /// <summary>128 bits, base64url, 22 characters: what fits a small QR code.</summary>
    public static string New128() => Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(16));

    /// <summary>256 bits, base64url, 43 characters.</summary>
    public static string New256() => Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));

    /// <summary>Eight Crockford characters, 40 bits.</summary>
    public static string NewCode() => new(RandomNumberGenerator.GetItems<char>(Crockford, 8));

    /// <summary>A code as typed: case, spaces, hyphens and Crockford's look-alikes (O, I, L) are forgiven.</summary>
    public static string NormalizeCode(string typed)
    {
        var code = new StringBuilder(typed.Length);
        foreach (var c in typed.ToUpperInvariant())
        {
            code.Append(c switch { 'O' => "0", 'I' or 'L' => "1", ' ' or '-' => "", _ => c.ToString() });
        }

        return code.ToString();
    }

    /// <summary>What is kept of a secret: its SHA-256, in hexadecimal. The secrets are random, so no salt is needed.</summary>
    public static string Hash(string secret) => Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(secret)));

    /// <summary>Compares in a time that does not depend on where two secrets differ.</summary>
    public static bool Same(string left, string right) =>
        CryptographicOperations.FixedTimeEquals(SHA256.HashData(Encoding.UTF8.GetBytes(left)), SHA256.HashData(Encoding.UTF8.GetBytes(right)));
}
