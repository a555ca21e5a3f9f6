using System.Globalization;
using Bridge.Server.Relay;

namespace Bridge.Server.LiveReload;

/// <summary>Says what became of a change: <c>style.css applied on 2 devices in 34 ms</c>.</summary>
internal static class ChangeWords
{
    /// <summary>The files in a few words.</summary>
    public static string Name(IReadOnlyList<string> files) => files.Count switch
    {
        0 => "the site",
        1 => Plain(files[0]),
        _ => $"{files.Count} files",
    };

    /// <summary>The devices that took a change.</summary>
    public static RelayNotice Took(string name, bool reloaded, IReadOnlyList<string> files, IReadOnlyList<DeviceAck> acks)
    {
        var slowest = acks.Max(ack => ack.Took);
        var devices = acks.Count == 1 ? Plain(acks[0].Device.Label) : $"{acks.Count} devices";
        var text = reloaded
            ? $"{name} changed: reloaded {devices} in {Milliseconds(slowest)}"
            : $"{name} applied on {devices} in {Milliseconds(slowest)}";
        return new RelayNotice(reloaded ? "reloaded" : "applied", text, Data(files, acks));
    }

    /// <summary>A device that didn't, and what was done about it.</summary>
    public static RelayNotice Missed(string name, IReadOnlyList<string> files, DeviceAck ack, bool reloaded, TimeSpan timeout)
    {
        var why = ack.Applied switch
        {
            Applied.Unused => "no page of it uses the file",
            Applied.Silent => $"no answer within {timeout.TotalSeconds:0.#} s; it catches up when it wakes",
            _ => Plain(ack.Error ?? "it failed"),
        };
        var text = $"{name}: not applied on {Plain(ack.Device.Label)} ({why}){(reloaded ? ", reloaded" : "")}";
        return new RelayNotice("not-applied", text, Data(files, [ack]), ack.Applied == Applied.Unused ? "info" : "warn");
    }

    private static Dictionary<string, object?> Data(IReadOnlyList<string> files, IReadOnlyList<DeviceAck> acks) => new(StringComparer.Ordinal)
    {
        ["files"] = files,
        ["devices"] = acks.Select(ack => new Dictionary<string, object?>(StringComparer.Ordinal)
        {
            ["room"] = ack.Device.Room,
            ["device"] = ack.Device.Device,
            ["label"] = ack.Device.Label,
            ["applied"] = ack.Applied == Applied.Yes,
            ["ms"] = Math.Round(ack.Took.TotalMilliseconds, 1),
        }).ToList(),
    };

    private static string Milliseconds(TimeSpan time) => string.Create(CultureInfo.InvariantCulture, $"{Math.Ceiling(time.TotalMilliseconds):0} ms");

    // Names of files and words of pages end up at a terminal.
    private static string Plain(string text) => string.Concat(text.Where(c => !char.IsControl(c)).Take(200));
}
