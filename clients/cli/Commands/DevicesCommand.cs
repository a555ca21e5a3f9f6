using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Bridge.Cli.Relays;
using Bridge.Cli.Terminal;
using Bridge.Contracts.Rooms;
using Bridge.Server.Relay;
using Spectre.Console;

namespace Bridge.Cli.Commands;

/// <summary><c>bridge devices</c>.</summary>
internal sealed class DevicesCommand : BridgeCommand
{
    private readonly RelayTarget _target;
    private readonly Option<bool> _json;

    public DevicesCommand(Surroundings surroundings)
        : base("devices", "Lists the paired devices.", surroundings)
    {
        _target = new RelayTarget(this, surroundings.Locator);
        _json = JsonOption.AddTo(this, "a device");
    }

    public override IReadOnlyList<Example> Examples =>
    [
        new("bridge devices", "who is here, on which page"),
        new("bridge devices --json | jq -r 'select(.presence == \"online\") | .label'", "for a script"),
    ];

    protected override async Task<int> RunAsync(ParseResult arguments, CancellationToken cancellation)
    {
        using var relay = _target.Connect(arguments);
        var devices = await relay.DevicesAsync(_target.Room(arguments), cancellation);
        if (arguments.GetValue(_json))
        {
            devices.ForEach(device => Screen.WriteLine(JsonSerializer.Serialize(device, RelayJson.Default.DeviceState)));
        }
        else if (devices.Count == 0)
        {
            Screen.Say("No device is paired yet. 'bridge pair' shows a QR code for a phone.");
        }
        else
        {
            Screen.Write(Table(devices));
        }

        return ExitCodes.Done;
    }

    private static Table Table(List<DeviceState> devices)
    {
        var table = new Table().Border(TableBorder.None).HideFooters();
        foreach (var title in new[] { "device", "presence", "rtt", "over", "browser", "page", "id" })
        {
            table.AddColumn(new TableColumn(new Text(title, new Style(decoration: Decoration.Dim))) { Padding = new Padding(0, 0, 2, 0), NoWrap = title != "page" });
        }

        foreach (var device in devices.OrderBy(d => d.Presence == "offline").ThenBy(d => d.Label, StringComparer.OrdinalIgnoreCase))
        {
            table.AddRow(
                Cell(device.Label, DeviceColour.Of(device)),
                Cell(device.Presence, device.Presence == "online" ? new Style(Color.Green) : new Style(decoration: Decoration.Dim)),
                Cell(device.Rtt is { } rtt ? string.Create(CultureInfo.InvariantCulture, $"{rtt:0} ms") : "", Style.Plain),
                Cell(Over(device), Style.Plain),
                Cell(device.Browser ?? "", Style.Plain),
                Cell(device.Url ?? "", Style.Plain),
                Cell(device.Device, new Style(decoration: Decoration.Dim)));
        }

        return table;
    }

    /// <summary>What carries its MQTT: a WebSocket, or HTTP where a network blocks those.</summary>
    private static string Over(DeviceState device) => device.Presence == "offline" ? "" : device.Transport switch
    {
        "ws" => "WebSocket",
        "http" => "HTTP",
        _ => "",
    };

    private static Text Cell(string text, Style style) => new(InertText.From(text), style);
}
