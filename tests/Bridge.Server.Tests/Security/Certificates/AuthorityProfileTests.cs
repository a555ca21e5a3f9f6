using System.Text;
using System.Xml.Linq;
using Bridge.Server.Security.Certificates;

namespace Bridge.Server.Tests.Security.Certificates;

public sealed class AuthorityProfileTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("bridge-profile-").FullName;

    [Fact]
    public void Of_AnAuthority_IsAProfileWithItsCertificateAndTheRelaysNameAsText()
    {
        var authority = CertificateAuthority.OpenOrCreate(_folder, "studio", TimeProvider.System);

        var text = Encoding.UTF8.GetString(AuthorityProfile.Of(authority, "Lena & <Tom>"));

        Assert.StartsWith("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<!DOCTYPE plist PUBLIC", text, StringComparison.Ordinal);
        var profile = XDocument.Parse(text).Root!.Element("dict")!;
        Assert.Equal("Configuration", Value(profile, "PayloadType").Value);
        Assert.Equal("DeviceBridge: Lena & <Tom>", Value(profile, "PayloadDisplayName").Value);
        var payload = Value(profile, "PayloadContent").Element("dict")!;
        Assert.Equal("com.apple.security.root", Value(payload, "PayloadType").Value);
        Assert.Equal(authority.Der, Convert.FromBase64String(Value(payload, "PayloadContent").Value));
        Assert.NotEqual(Value(profile, "PayloadUUID").Value, Value(payload, "PayloadUUID").Value);
        Assert.Equal(text, Encoding.UTF8.GetString(AuthorityProfile.Of(authority, "Lena & <Tom>"))); // the same replaces itself
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private static XElement Value(XElement dict, string key) => dict.Elements("key").Single(element => element.Value == key).ElementsAfterSelf().First();
}
