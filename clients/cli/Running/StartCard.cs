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

    public static void WriteAddresses(Screen screen, RelayAddresses addresses, string? liveReload, string consoleUrl, bool localOnly)
    {
        screen.WriteLine();
        Row(screen, "console", consoleUrl, "works once");
        Row(screen, "devices", addresses.Device, "");
        if (addresses.DeviceTls is { } secure)
        {
            Row(screen, "", secure, "for motion sensors; its certificate is this relay's own");
        }

        Row(screen, "mqtt", addresses.Mqtt, "");
        if (liveReload is not null)
        {
            Row(screen, "reload", liveReload, "LiveReload protocol, for editors and build plug-ins");
        }

        screen.WriteLine();
        var reach = localOnly
            ? "Only this machine reaches any of it."
            : "Your local network reaches the devices' address; who isn't paired sees the pairing page only.";
        screen.Write(new StyledLine().Add("  " + reach));
        if (!localOnly)
        {
            screen.Write(new StyledLine().Add("  Only this machine reaches the console and MQTT."));
        }
    }

    public static void WriteKeys(Screen screen, bool keys)
    {
        var hint = keys ? "p: QR code for another phone   o: open the console   Ctrl-C: stop" : "Ctrl-C stops it; 'bridge pair' shows a QR code for another phone.";
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
