using Bridge.Contracts.Rooms;
using Spectre.Console;

namespace Bridge.Cli.Terminal;

/// <summary>The colour that a device has everywhere: on its own screen, in the web console, here.</summary>
internal static class DeviceColour
{
    /// <summary>The style of a device's label; plain where its colour is none.</summary>
    public static Style Of(DeviceState device) => Parse(device.Color) is { } colour ? new Style(colour) : Style.Plain;

    private static Color? Parse(string hex) =>
        hex is ['#', ..] && hex.Length == 7 && int.TryParse(hex.AsSpan(1), System.Globalization.NumberStyles.AllowHexSpecifier, null, out var rgb)
            ? new Color((byte)(rgb >> 16), (byte)(rgb >> 8), (byte)rgb)
            : null;
}
