using System.Text.Json;
using Bridge.Contracts;
using Bridge.Contracts.Feeds;
using Bridge.Contracts.Rooms;
using Bridge.Server.Journal;

namespace Bridge.Cli.Watching;

/// <summary>Shows entries of a journal as a watched room's are shown.</summary>
internal sealed class JournalText(IWatchView view, IReadOnlyList<DeviceState> devices)
{
    private readonly Dictionary<string, DeviceState> _devices = devices.ToDictionary(device => device.Device);

    /// <summary>How many were shown.</summary>
    public long Shown { get; private set; }

    /// <summary>Entries of another shape than ours; a device that sends such is not of our kind.</summary>
    public long Unreadable { get; private set; }

    public void Show(JournalEntry kept)
    {
        if (Read(kept) is not { } entry)
        {
            Unreadable++;
            return;
        }

        // A device that was removed is known by its id alone.
        var device = _devices.GetValueOrDefault(kept.Device) ?? new DeviceState(kept.Device, kept.Device, "", "offline", DateTimeOffset.UnixEpoch);
        view.Entry(device, new FeedBatch<LogEntry>(kept.Page, kept.Seq, kept.Origin, [entry]), 0, LogText.Of(entry), new JournalPlace(kept.Cursor, kept.Missing));
        Shown++;
    }

    private static LogEntry? Read(JournalEntry kept)
    {
        try
        {
            return JsonSerializer.Deserialize(LoneSurrogates.Replace(kept.Json.Span), BridgeJson.Default.LogEntry) is { Args: not null, Level: not null, Method: not null } entry ? entry : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
