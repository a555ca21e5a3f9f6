using System.Net;
using Bridge.Server.Listeners;

namespace Bridge.Server.Security.Certificates;

/// <summary>What the relay's own authority may vouch for, and what to do where phones reach this machine by another address.</summary>
public static class CertificateReach
{
    /// <summary>What phones will meet at an address or name; null where the authority may vouch for it.</summary>
    /// <param name="host">The address or name in the QR code.</param>
    public static string? Trouble(string host) => Covers(host)
        ? null
        : $"Phones reach this machine at {host}, {(IPAddress.TryParse(Bare(host), out _) ? "a public address" : "a public name")}, for which the relay's certificate may not vouch: they will warn of its https, trusted or not. " +
          $"Use --host {Machine}.local, or a certificate of your own (--cert)";

    internal static bool Covers(string host) => IPAddress.TryParse(Bare(host), out var address)
        ? PrivateNetworks.Contain(address)
        : Names.Any(name => host.Equals(name, StringComparison.OrdinalIgnoreCase) || host.EndsWith("." + name, StringComparison.OrdinalIgnoreCase));

    private static string Machine => Environment.MachineName.ToLowerInvariant();

    private static string[] Names => ["localhost", "local", Machine];

    private static string Bare(string host) => host.Trim('[', ']');
}
