using Bridge.Cli.Terminal;
using Bridge.Server.Relay;
using Spectre.Console;

namespace Bridge.Cli.Running;

/// <summary>What a relay says when it has started: where everything is, and who can reach it.</summary>
internal static class StartCard
{
    private static readonly Style Dim = new(decoration: Decoration.Dim);
    private static readonly Style Bold = new(decoration: Decoration.Bold);

    public static void WriteTitle(Screen screen, RelayOptions options)
    {
        var site = options.Site switch
        {
            { Directory: { } folder } => $" serves {folder}",
            { Upstream: { } upstream } => $" shows {upstream}",
            _ => " is ready",
        };
        screen.WriteLine();
        screen.Write(new StyledLine().Add("  DeviceBridge", Bold).Add($"  {options.Name}{site}"));
    }

    public static void WriteAddresses(Screen screen, RelayOptions options, RelayAddresses addresses, string? liveReload, string consoleUrl)
    {
        screen.WriteLine();
        Row(screen, "console", consoleUrl, "works once");
        Row(screen, "devices", addresses.Device, "");
        if (addresses.DeviceTls is { } secure)
        {
            Row(screen, "", secure, options.Certificate is null ? "for motion sensors; its certificate is this relay's own" : "for motion sensors");
        }

        Row(screen, "mqtt", addresses.Mqtt, options.MqttOpen ? "takes anyone on this machine, for every topic outside bridge/" : "");
        if (liveReload is not null)
        {
            Row(screen, "reload", liveReload, "LiveReload protocol, for editors and build plug-ins");
        }

        screen.WriteLine();
        var reach = options.LocalOnly
            ? "Only this machine reaches any of it."
            : "Your local network reaches the devices' address; who isn't paired sees the pairing page only.";
        screen.Write(new StyledLine().Add("  " + reach));
        if (!options.LocalOnly)
        {
            screen.Write(new StyledLine().Add("  Only this machine reaches the console and MQTT."));
        }
    }

    public static void WriteKeys(Screen screen, RelayOptions options, bool keys)
    {
        var trust = options.HasAuthority ? "   c: QR code of the certificate" : "";
        var hint = keys ? $"p: QR code for another phone{trust}   o: open the console   Ctrl-C: stop" : "Ctrl-C stops it; 'bridge pair' shows a QR code for another phone.";
        screen.WriteLine();
        screen.Write(new StyledLine().Add("  " + hint, Dim));
        screen.WriteLine();
    }

    private static void Row(Screen screen, string what, string address, string remark)
    {
        var line = new StyledLine().Add($"  {what,-9}", Dim).Add(address);
        screen.Write(remark.Length > 0 ? line.Add($"   {remark}", Dim) : line);
    }
}
