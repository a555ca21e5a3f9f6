using System.Text.Json;
using Bridge.Cli.Terminal;
using Bridge.Contracts.Feeds;
using Bridge.Contracts.Rooms;

namespace Bridge.Cli.Watching;

/// <summary>One JSON object a line. The serializer escapes whatever a terminal might obey.</summary>
internal sealed class JsonView(Screen screen) : IWatchView
{
    public void Entry(DeviceState device, FeedBatch<LogEntry> batch, int index, string text, JournalPlace? place = null)
    {
        var entry = batch.Items[index];
        var watched = new WatchedEntry(
            "log", device.Device, device.Label, DeviceClock.TimeOf(batch, index), entry.Level, entry.Method, text,
            batch.Page, batch.Seq + index, entry.Args, entry.Site, entry.Stack, entry.Repeat,
            place?.Cursor, place?.Missing is > 0 ? place.Missing : null);
        screen.WriteLine(JsonSerializer.Serialize(watched, WatchJson.Default.WatchedEntry));
    }

    public void State(DeviceState? before, DeviceState device) =>
        screen.WriteLine(JsonSerializer.Serialize(new WatchedState("state", device), WatchJson.Default.WatchedState));

    public void Skipped(IReadOnlyDictionary<string, long> counts) =>
        screen.WriteLine(JsonSerializer.Serialize(new WatchedSkip("skipped", counts), WatchJson.Default.WatchedSkip));

    public void Journal(JournalState state) =>
        screen.WriteLine(JsonSerializer.Serialize(new WatchedJournal("journal", state), WatchJson.Default.WatchedJournal));

    public void Unread(string reason) =>
        screen.WriteLine(JsonSerializer.Serialize(new WatchedUnread("unread", reason), WatchJson.Default.WatchedUnread));

    public void Connection(bool up, string sentence) =>
        screen.WriteLine(JsonSerializer.Serialize(new WatchedConnection(up ? "connected" : "disconnected"), WatchJson.Default.WatchedConnection));
}
