using Bridge.Contracts.Topics;
using Bridge.Server.Listeners;
using Bridge.Server.Security.Certificates;

namespace Bridge.Server.Relay;

/// <summary>How a relay is started. Ports of 0 take any free port; a busy port moves to the next free one, and the relay says so.</summary>
public sealed record RelayOptions
{
    /// <summary>The relay's name, shown on the phone before it pairs. Default: user and host name.</summary>
    public string Name { get; init; } = $"{Environment.UserName}@{Environment.MachineName}";

    /// <summary>The site under test; none for a relay that only forwards.</summary>
    public SiteOptions? Site { get; init; }

    /// <summary>The rooms that exist from the start. A new phone pairs into the first.</summary>
    public IReadOnlyList<string> Rooms { get; init; } = [Names.MainRoom];

    /// <summary>The host name or address that phones reach, put into the QR code. Default: this machine's LAN address.</summary>
    public string? Host { get; init; }

    /// <summary>Keeps the device listener on loopback.</summary>
    public bool LocalOnly { get; init; }

    /// <summary>Turns the https device listener off.</summary>
    public bool NoTls { get; init; }

    /// <summary>A certificate for the https device listener; those of the relay's own authority if absent.</summary>
    public CertificateOptions? Certificate { get; init; }

    /// <summary>Whether phones have the relay's own authority to trust: it serves https, and not with a given certificate.</summary>
    public bool HasAuthority => !NoTls && Certificate is null;

    /// <summary>TCP port of the device listener, http. Default 5080.</summary>
    public int DevicePort { get; init; } = 5080;

    /// <summary>TCP port of the device listener, https. Default 5443.</summary>
    public int DeviceTlsPort { get; init; } = 5443;

    /// <summary>TCP port of the console listener, always on loopback. Default 5090.</summary>
    public int ConsolePort { get; init; } = 5090;

    /// <summary>TCP port of the MQTT listener, always on loopback. Default 1883.</summary>
    public int MqttPort { get; init; } = 1883;

    /// <summary>TCP port of the LiveReload protocol, always on loopback; null for none. A busy one is left alone, and the relay says so.</summary>
    public int? LiveReloadPort { get; init; }

    /// <summary>Further host names that requests may carry, beside this machine's own names and addresses.</summary>
    public IReadOnlyList<string> AllowedHosts { get; init; } = [];

    /// <summary>Origins of pages elsewhere that may carry the script, as <c>https://app.example</c>; compared whole, none by default.</summary>
    public IReadOnlyList<string> AllowedOrigins { get; init; } = [];

    /// <summary>An origin as browsers write it, for <see cref="AllowedOrigins"/>; null where the text is none.</summary>
    public static string? ParseOrigin(string text) => PageOrigins.Parse(text);

    /// <summary>The folder of certificates and keys, and of the database unless that is in PostgreSQL. Default: the user's data folder.</summary>
    public string DataFolder { get; init; } = RelayFolders.DefaultData;

    /// <summary>
    /// A PostgreSQL database for everything that must survive the relay, <c>postgres://user:password@host/database</c>; SQLite in the data folder if
    /// absent.
    /// </summary>
    public string? Database { get; init; }

    /// <summary>The administrator's token; a random one if absent. <c>BRIDGE_ADMIN_TOKEN</c> sets it from outside.</summary>
    public string? AdminToken { get; init; }

    /// <summary>Lets anonymous clients use any topic outside <c>bridge/</c> on loopback: for conformance suites and benchmarks only.</summary>
    public bool MqttOpen { get; init; }

    /// <summary>Whether to write the run file by which other commands find this relay.</summary>
    public bool WriteRunFile { get; init; } = true;
}
