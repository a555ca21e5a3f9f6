using System.Net;
using System.Net.NetworkInformation;
using System.Net.Sockets;

namespace Bridge.Server.Listeners;

/// <summary>The addresses by which other machines reach this one.</summary>
public static class LanAddress
{
    private static readonly string[] VirtualPrefixes = ["docker", "br-", "veth", "virbr", "vmnet", "vboxnet", "tun", "tap", "utun", "wg", "zt", "tailscale"];

    /// <summary>
    /// The address for the QR code: of the interfaces that are up and have a gateway first, physical before virtual,
    /// IPv4 (a phone's camera likes it short). Loopback where there is no network.
    /// </summary>
    public static IPAddress Best() => All() is [var best, ..] ? best : IPAddress.Loopback;

    /// <summary>Every unicast IPv4 address of this machine that isn't loopback or link-local, best first.</summary>
    internal static IReadOnlyList<IPAddress> All() =>
        [.. NetworkInterface.GetAllNetworkInterfaces()
            .Where(nic => nic.OperationalStatus is OperationalStatus.Up or OperationalStatus.Unknown && nic.NetworkInterfaceType != NetworkInterfaceType.Loopback)
            .OrderBy(IsVirtual).ThenByDescending(HasGateway)
            .SelectMany(nic => nic.GetIPProperties().UnicastAddresses.Select(unicast => unicast.Address))
            .Where(address => address.AddressFamily == AddressFamily.InterNetwork && !IPAddress.IsLoopback(address) && !IsLinkLocal(address))];

    private static bool IsVirtual(NetworkInterface nic) => VirtualPrefixes.Any(prefix => nic.Name.StartsWith(prefix, StringComparison.OrdinalIgnoreCase));

    private static bool HasGateway(NetworkInterface nic) => nic.GetIPProperties().GatewayAddresses.Count > 0;

    private static bool IsLinkLocal(IPAddress address) => address.GetAddressBytes() is [169, 254, ..];
}
