using System.Security.Cryptography;
using Bridge.Server.Pairing;
using Bridge.Server.Relay;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Bridge.Server.Security.Certificates;

/// <summary>The authority for consoles: <c>GET /api/ca</c> has the address for phones, its QR code, and the fingerprint to compare.</summary>
internal static class AuthorityEndpoints
{
    public static void MapBridgeAuthority(this IEndpointRouteBuilder routes) =>
        routes.MapGet("/api/ca", Show).RequireScope(ConsoleScopes.Watch);

    private static IResult Show(RelayOptions options, RelayAddressBook addresses, IServiceProvider services)
    {
        if (!options.HasAuthority)
        {
            return Results.Problem(CertificateEndpoints.NoAuthority(options), statusCode: StatusCodes.Status404NotFound);
        }

        var certificate = services.GetRequiredService<CertificateAuthority>().Certificate;
        var url = addresses.Device + CertificateEndpoints.PagePath;
        return Results.Ok(new
        {
            url,
            qr = TicketQr.Of(url),
            subject = certificate.Subject,
            sha256 = certificate.GetCertHashString(HashAlgorithmName.SHA256),
            notAfter = new DateTimeOffset(certificate.NotAfter).ToUniversalTime(),
        });
    }
}
