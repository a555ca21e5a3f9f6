using System.Net;

namespace Bridge.Server.Listeners;

/// <summary>
/// The host names that requests may carry: the defence against DNS rebinding. Loopback names for every listener; for the device
/// listener also this machine's names and addresses and what the options allow.
/// </summary>
internal sealed class HostNames
{
    private static readonly string[] Loopback = ["localhost", "127.0.0.1", "[::1]"];

    private readonly HashSet<string> _device;

    public HostNames(string publicHost, IEnumerable<string> allowed)
    {
        PublicHost = publicHost;
        _device = new HashSet<string>(Loopback, StringComparer.OrdinalIgnoreCase) { publicHost };
        _device.UnionWith(allowed);
        var machine = Environment.MachineName.ToLowerInvariant();
        _device.UnionWith([machine, $"{machine}.local"]);
        _device.UnionWith(LanAddress.All().Select(address => address.ToString()));
    }

    /// <summary>The name in the QR code.</summary>
    public string PublicHost { get; }

    /// <summary>The device listener's names, for the certificate.</summary>
    public IReadOnlyCollection<string> Device => _device;

    /// <summary>Whether a request to this listener may carry this <c>Host</c> header, port included.</summary>
    public bool Allows(ListenerKind listener, string host)
    {
        var name = StripPort(host);
        return listener == ListenerKind.Device ? _device.Contains(name) : Loopback.Contains(name, StringComparer.OrdinalIgnoreCase);
    }

    /// <summary>The public host as it stands in a URL.</summary>
    public static string InUrl(string host) => IPAddress.TryParse(host, out var address) && host.Contains(':') ? $"[{address}]" : host;

    private static string StripPort(string host)
    {
        var colon = host.LastIndexOf(':');
        return colon > host.LastIndexOf(']') ? host[..colon] : host;
    }
}
