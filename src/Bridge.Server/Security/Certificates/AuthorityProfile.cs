using System.Security.Cryptography;
using System.Text;
using System.Xml.Linq;

namespace Bridge.Server.Security.Certificates;

/// <summary>
/// The authority as a configuration profile (Apple, "Configuration Profile Reference", com.apple.security.root): iOS shows its name and
/// what it is for, and removes it as one thing. Not signed: it is as trustworthy as the way it came, hence the fingerprint to compare.
/// </summary>
internal static class AuthorityProfile
{
    public static byte[] Of(CertificateAuthority authority, string relay)
    {
        var hash = SHA256.HashData(authority.Der);
        var certificate = Dict(
            ("PayloadType", new XElement("string", "com.apple.security.root")),
            ("PayloadVersion", new XElement("integer", "1")),
            ("PayloadIdentifier", new XElement("string", $"devicebridge.ca.{Convert.ToHexStringLower(hash)[..16]}.certificate")),
            ("PayloadUUID", new XElement("string", Uuid(hash.AsSpan(0, 16)))),
            ("PayloadDisplayName", new XElement("string", authority.Certificate.Subject)),
            ("PayloadCertificateFileName", new XElement("string", "devicebridge-ca.crt")),
            ("PayloadContent", new XElement("data", Convert.ToBase64String(authority.Der))));
        var profile = Dict(
            ("PayloadType", new XElement("string", "Configuration")),
            ("PayloadVersion", new XElement("integer", "1")),
            ("PayloadIdentifier", new XElement("string", $"devicebridge.ca.{Convert.ToHexStringLower(hash)[..16]}")),
            ("PayloadUUID", new XElement("string", Uuid(hash.AsSpan(16, 16)))),
            ("PayloadDisplayName", new XElement("string", $"DeviceBridge: {relay}")),
            ("PayloadDescription", new XElement("string", "Lets this device open the relay's pages over https. It vouches for the relay's computer and private addresses only.")),
            ("PayloadRemovalDisallowed", new XElement("false")),
            ("PayloadContent", new XElement("array", certificate)));
        var document = new XDocument(
            new XDocumentType("plist", "-//Apple//DTD PLIST 1.0//EN", "http://www.apple.com/DTDs/PropertyList-1.0.dtd", null),
            new XElement("plist", new XAttribute("version", "1.0"), profile));
        return Encoding.UTF8.GetBytes("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n" + document);
    }

    private static XElement Dict(params IEnumerable<(string Key, XElement Value)> entries) =>
        new("dict", entries.SelectMany(entry => new[] { new XElement("key", entry.Key), entry.Value }));

    /// <summary>Made of the certificate, so that the same authority replaces itself and another one doesn't.</summary>
    private static string Uuid(ReadOnlySpan<byte> bytes) => new Guid(bytes, bigEndian: true).ToString().ToUpperInvariant();
}
