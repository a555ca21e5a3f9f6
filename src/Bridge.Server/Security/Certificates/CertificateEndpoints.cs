using System.Security.Cryptography;
using Bridge.Server.Pairing;
using Bridge.Server.Relay;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Bridge.Server.Security.Certificates;

/// <summary>
/// The authority's certificate for phones, also for those that aren't paired yet (docs/decisions/0008): <c>/_bridge/ca</c> explains,
/// <c>ca.crt</c> is the file, <c>ca.mobileconfig</c> the same as a profile for Apple's devices.
/// </summary>
internal static class CertificateEndpoints
{
    public const string PagePath = "/_bridge/ca";

    public static void MapBridgeCertificates(this IEndpointRouteBuilder routes)
    {
        UnpairedMaySee.Apply(routes.MapGet(PagePath, ShowAsync));
        UnpairedMaySee.Apply(routes.MapGet("/_bridge/ca.crt", (RelayOptions options, IServiceProvider services) => options.HasAuthority
            ? Results.Bytes(Authority(services).Der, "application/x-x509-ca-cert", "devicebridge-ca.crt")
            : Missing(options)));
        UnpairedMaySee.Apply(routes.MapGet("/_bridge/ca.mobileconfig", (RelayOptions options, RelayIdentity relay, IServiceProvider services) => options.HasAuthority
            ? Results.Bytes(AuthorityProfile.Of(Authority(services), relay.Name), "application/x-apple-aspen-config", "devicebridge-ca.mobileconfig")
            : Missing(options)));
    }

    /// <summary>Why there is nothing to install.</summary>
    public static string NoAuthority(RelayOptions options) => options.NoTls
        ? "This relay was started without https (--no-tls): there is no certificate to install."
        : "This relay was given a certificate (--cert): there is nothing to install for it here.";

    private static Task ShowAsync(HttpContext context, RelayOptions options, RelayAddressBook addresses, PairingPages pages)
    {
        if (!options.HasAuthority)
        {
            return PairingPages.SendTextAsync(context, StatusCodes.Status404NotFound, NoAuthority(options) + "\n");
        }

        var authority = Authority(context.RequestServices);
        var system = PhoneSystem.Of(context.Request.Headers.UserAgent.ToString());
        return pages.SendAsync(context, "ca.html", StatusCodes.Status200OK, [
            ("file", system is "apple" ? "ca.mobileconfig" : "ca.crt"),
            ("what", system is "apple" ? "Download the profile" : "Download the certificate"),
            ("subject", authority.Certificate.GetNameInfo(System.Security.Cryptography.X509Certificates.X509NameType.SimpleName, forIssuer: false)),
            ("fingerprint", string.Join(' ', authority.Certificate.GetCertHashString(HashAlgorithmName.SHA256).Chunk(2).Select(pair => new string(pair)))),
            ("check", addresses.DeviceTls + "/_bridge/check"),
            .. PhoneSystem.All.Select(name => (name, name == system ? "open" : "")),
        ]);
    }

    private static CertificateAuthority Authority(IServiceProvider services) => services.GetRequiredService<CertificateAuthority>();

    private static IResult Missing(RelayOptions options) => Results.Text(NoAuthority(options) + "\n", statusCode: StatusCodes.Status404NotFound);
}
