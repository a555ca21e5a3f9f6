using System.Text.Json;
using Bridge.Cli.Relays;
using Bridge.Contracts;
using Bridge.Contracts.Rooms;
using Bridge.Contracts.Topics;

namespace Bridge.Cli.Watching;

/// <summary>
/// Reads a room's stream: remembers who the devices are and how far it has read, and hands the view what the filter wants.
/// Used by one reader at a time.
/// </summary>
internal sealed class RoomWatch(IWatchView view, WatchFilter filter)
{
    private readonly Dictionary<string, DeviceState> _devices = [];
    private readonly SeenEntries _seen = new();
    private bool _keeps = true;

    /// <summary>The place in the journal up to which everything was read; a new stream goes on after it.</summary>
    public string? Cursor { get; private set; }

    /// <summary>Messages that were not what their topic says; a device that sends such is not of our kind.</summary>
    public long Unreadable { get; private set; }

    /// <summary>Takes the devices that are known before the stream begins: history comes before states.</summary>
    public void Know(IEnumerable<DeviceState> devices)
    {
        foreach (var device in devices)
        {
            _devices.TryAdd(device.Device, device);
        }
    }

    /// <summary>Takes one line of the stream.</summary>
    public void Read(StreamLine line)
    {
        foreach (var message in line.Messages ?? [])
        {
            Read(message);
        }

        if (line is { Topic: { } topic, Payload: { } payload })
        {
            try
            {
                ReadMessage(topic, payload);
            }
            catch (JsonException)
            {
                Unreadable++;
            }
        }

        if (line.Skipped is { } skipped && skipped.Values.Any(count => count > 0))
        {
            view.Skipped(skipped);
        }

        if (line.Unread is { } reason)
        {
            view.Unread(reason);
        }

        Cursor = line.Cursor ?? Cursor;
    }

    private void ReadMessage(string topicName, JsonElement payload)
    {
        if (!BridgeTopic.TryParse(topicName, out var parsed))
        {
            return;
        }

        var topic = parsed.Value;
        if (topic is { Kind: TopicKind.Feed, Name: FeedNames.Log })
        {
            ReadLog(topic.Device, payload);
        }
        else if (topic.Kind == TopicKind.State && payload.Deserialize(BridgeJson.Default.DeviceState) is { } state)
        {
            var before = _devices.GetValueOrDefault(topic.Device);
            _devices[topic.Device] = state;
            if (filter.Wants(state))
            {
                view.State(before, state);
            }
        }
        else if (topic.Kind == TopicKind.Journal && payload.Deserialize(BridgeJson.Default.JournalState) is { } journal)
        {
            ReadJournal(journal);
        }
    }

    private void ReadJournal(JournalState state)
    {
        if (state.Keeps != _keeps)
        {
            _keeps = state.Keeps;
            view.Journal(state);
        }
    }

    private void ReadLog(string id, JsonElement payload)
    {
        if (payload.Deserialize(BridgeJson.Default.FeedBatchLogEntry) is not { Page: not null, Items: { } items } batch)
        {
            throw new JsonException("A batch without page or items.");
        }

        var device = _devices.GetValueOrDefault(id) ?? new DeviceState(id, id, "", "offline", DateTimeOffset.UnixEpoch);
        for (var i = 0; i < items.Count; i++)
        {
            if (items[i] is not { Args: not null, Level: not null, Method: not null } entry)
            {
                Unreadable++;
                continue;
            }

            var text = LogText.Of(entry);
            if (_seen.Add(id, batch.Page, batch.Seq + i) && filter.Wants(device, entry, text))
            {
                view.Entry(device, batch, i, text);
            }
        }
    }
}
