using Bridge.Contracts.Rooms;

namespace Bridge.Cli.Relays;

/// <summary>Which device a person means by what they typed.</summary>
internal static class DeviceChoice
{
    /// <summary>The device by id or label (any case), or by an unambiguous beginning of the label.</summary>
    /// <exception cref="CommandFailedException">None, or more than one.</exception>
    public static DeviceState Named(IReadOnlyList<DeviceState> devices, string name)
    {
        var exact = devices.Where(d => d.Device == name || Same(d.Label, name)).ToList();
        var found = exact.Count > 0 ? exact : [.. devices.Where(d => d.Label.StartsWith(name, StringComparison.OrdinalIgnoreCase))];
        return found switch
        {
            [var one] => one,
            [] => throw new CommandFailedException(ExitCodes.NoDevice, $"There is no device '{name}'. {Known(devices)}"),
            _ => throw new CommandFailedException(ExitCodes.NoDevice, $"'{name}' fits {List(found)}. Give the whole label, or the id."),
        };
    }

    /// <summary>The device that is meant when none was named: the only one that is connected.</summary>
    /// <exception cref="CommandFailedException">None is connected, or more than one.</exception>
    public static DeviceState Only(IReadOnlyList<DeviceState> devices) =>
        devices.Where(d => d.Presence != "offline").ToList() switch
        {
            [var one] => one,
            [] => throw new CommandFailedException(ExitCodes.NoDevice, $"No device is connected. {Known(devices)}"),
            var many => throw new CommandFailedException(
                ExitCodes.NoDevice, $"{many.Count} devices are connected: {List(many)}. Choose one with --device, or take --all."),
        };

    private static string Known(IReadOnlyList<DeviceState> devices) => devices.Count == 0
        ? "None is paired yet: 'bridge pair' shows a QR code for a phone."
        : $"Paired: {List(devices)}.";

    private static string List(IEnumerable<DeviceState> devices) => string.Join(", ", devices.Select(d => $"{d.Label} ({d.Device})"));

    private static bool Same(string one, string other) => string.Equals(one, other, StringComparison.OrdinalIgnoreCase);
}
