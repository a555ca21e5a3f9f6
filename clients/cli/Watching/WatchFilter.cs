using System.Text.RegularExpressions;
using Bridge.Contracts.Feeds;
using Bridge.Contracts.Rooms;

namespace Bridge.Cli.Watching;

/// <summary>Which entries a watcher wants to see; the default is all.</summary>
/// <param name="Device">A device's id or label, or how its label begins.</param>
/// <param name="Level">The lowest level.</param>
/// <param name="Text">What the entry's text has to match.</param>
internal sealed record WatchFilter(string? Device = null, string Level = "debug", Regex? Text = null)
{
    /// <summary>The levels, lowest first. <c>log</c> and <c>info</c> rank the same, as in a browser.</summary>
    public static readonly string[] Levels = ["debug", "log", "info", "warn", "error"];

    public bool Wants(DeviceState device) => Device is null || device.Device == Device ||
        device.Label.StartsWith(Device, StringComparison.OrdinalIgnoreCase);

    public bool Wants(DeviceState device, LogEntry entry, string text) =>
        Wants(device) && Rank(entry.Level) >= Rank(Level) && (Text is null || Text.IsMatch(text));

    private static int Rank(string level) => level switch
    {
        "debug" => 0,
        "warn" => 2,
        "error" => 3,
        _ => 1,
    };
}
