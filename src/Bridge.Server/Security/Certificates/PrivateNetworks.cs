using System.Net;

namespace Bridge.Server.Security.Certificates;

/// <summary>The address ranges that never lead out of a private network (RFC 1918, RFC 4193, RFC 6598) and loopback and link-local.</summary>
internal static class PrivateNetworks
{
    public static readonly IReadOnlyList<IPNetwork> All =
    [
        IPNetwork.Parse("10.0.0.0/8"),
        IPNetwork.Parse("172.16.0.0/12"),
        IPNetwork.Parse("192.168.0.0/16"),
        IPNetwork.Parse("100.64.0.0/10"),
        IPNetwork.Parse("169.254.0.0/16"),
        IPNetwork.Parse("127.0.0.0/8"),
        IPNetwork.Parse("::1/128"),
        IPNetwork.Parse("fc00::/7"),
        IPNetwork.Parse("fe80::/10"),
    ];

    public static bool Contain(IPAddress address) => All.Any(network => network.Contains(address));
}
