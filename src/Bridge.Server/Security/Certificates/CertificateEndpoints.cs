using Bridge.Server.Pairing;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Bridge.Server.Security.Certificates;

/// <summary>The authority's certificate for phones: <c>/_bridge/ca</c> explains, <c>/_bridge/ca.crt</c> is the file.</summary>
internal static class CertificateEndpoints
{
    public static void MapBridgeCertificates(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/_bridge/ca", (HttpContext context, PairingPages pages) => pages.SendAsync(context, "ca.html"));
        routes.MapGet("/_bridge/ca.crt", (CertificateAuthority authority) =>
            Results.Bytes(authority.Der, "application/x-x509-ca-cert", "devicebridge-ca.crt"));
    }
}
