using System.Collections.Concurrent;
using System.Text.Json;
using System.Threading.Channels;
using Bridge.Contracts;
using Bridge.Contracts.Rooms;
using Bridge.Contracts.Topics;
using Bridge.Mqtt.Broker;
using Bridge.Mqtt.Packets;
using Bridge.Server.Relay;
using Bridge.Server.Security;
using Microsoft.Extensions.Hosting;

namespace Bridge.Server.Rooms;

/// <summary>
/// Publishes what changed: each device's retained <c>state</c> and its room's retained <c>presence</c>. One loop, so that a device's
/// states come in order; a device that changes while it waits is published once.
/// </summary>
internal sealed class RoomAnnouncer(
    MqttBroker broker, RoomRegistry rooms, DeviceTracker tracker, RoomWatchers watchers, RelayNotices notices, SeenWriter seen, TimeProvider time) : BackgroundService
{
    private readonly ConcurrentDictionary<string, byte> _waiting = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, byte> _changedRooms = new(StringComparer.Ordinal);
    private readonly Channel<bool> _wake = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
    private readonly ConcurrentDictionary<string, string> _presence = new(StringComparer.Ordinal);

    public override Task StartAsync(CancellationToken cancellationToken)
    {
        tracker.Changed = Wake;
        watchers.Changed = WakeRoom;
        broker.Subscribe($"{BridgeProtocol.TopicRoot}/+/+/up/{FeedNames.Status}", OnStatus);
        foreach (var room in rooms.Rooms)
        {
            foreach (var device in rooms.InRoom(room).Where(device => time.GetUtcNow() - device.SeenAt < DeviceCredentials.Lifetime))
            {
                tracker.Add(device);
            }
        }

        return base.StartAsync(cancellationToken);
    }

    /// <summary>Takes a device out of its room: its retained state goes, too.</summary>
    public void Remove(DeviceRecord device)
    {
        tracker.Forget(device.Device);
        broker.Publish(new MqttApplicationMessage { Topic = BridgeTopic.State(device.Room, device.Device).ToString(), QoS = MqttQoS.AtLeastOnce, Retain = true });
        WakeRoom(device.Room);
    }

    /// <summary>Publishes a device's state again, as after a new label.</summary>
    public void Wake(string device)
    {
        _waiting[device] = 0;
        _wake.Writer.TryWrite(true);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await foreach (var _ in _wake.Reader.ReadAllAsync(stoppingToken))
        {
            foreach (var device in _waiting.Keys)
            {
                _waiting.TryRemove(device, out var _);
                Announce(device, stoppingToken);
            }

            // Those that changed, and those that are new.
            foreach (var room in rooms.Rooms.Where(room => _changedRooms.TryRemove(room, out byte _) || !_presence.ContainsKey(room)))
            {
                AnnouncePresence(room);
            }
        }
    }

    private void WakeRoom(string room)
    {
        _changedRooms[room] = 0;
        _wake.Writer.TryWrite(true);
    }

    private void OnStatus(MqttDelivery delivery)
    {
        if (delivery.Sender is { } sender && StatusReader.Read(delivery.Payload.Span) is { } status)
        {
            tracker.Update(sender, status);
        }
    }

    private void Announce(string device, CancellationToken cancellation)
    {
        if (rooms.Find(device) is not { } record)
        {
            tracker.Forget(device); // Removed: the end of its connections was noted after it.
            return;
        }

        _changedRooms[record.Room] = 0;
        if (tracker.Announce(record) is not var (state, turned))
        {
            return;
        }

        Publish(BridgeTopic.State(record.Room, device), JsonSerializer.SerializeToUtf8Bytes(state, BridgeJson.Default.DeviceState));
        if (state.Pages == 0 && state.Presence is "online")
        {
            _ = WakeAfterLingerAsync(device, cancellation);
        }

        if (turned)
        {
            notices.Post(new RelayNotice(state.Presence, Sentence(state), new Dictionary<string, object?> { ["room"] = record.Room, ["device"] = device, ["label"] = record.Label }));
            seen.Seen(device, state.Agent);
        }
    }

    private async Task WakeAfterLingerAsync(string device, CancellationToken cancellation)
    {
        await Task.Delay(TrackedDevice.Linger, time, cancellation).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        Wake(device);
    }

    private void AnnouncePresence(string room)
    {
        var devices = rooms.InRoom(room).Select(tracker.State).OfType<DeviceState>().Where(state => state.Presence is not "offline").ToList();
        var presence = new RoomPresence(
            devices.Count(state => state.Presence is "online"),
            watchers.Count(room),
            [.. devices.Select(state => new PresentDevice(state.Device, state.Label, state.Color, state.Presence))]);
        var json = JsonSerializer.Serialize(presence, BridgeJson.Default.RoomPresence);
        if (!_presence.TryGetValue(room, out var last) || !string.Equals(last, json, StringComparison.Ordinal))
        {
            _presence[room] = json;
            Publish(BridgeTopic.Presence(room), System.Text.Encoding.UTF8.GetBytes(json));
        }
    }

    private void Publish(BridgeTopic topic, byte[] json) => broker.Publish(new MqttApplicationMessage
    {
        Topic = topic.ToString(),
        Payload = json,
        QoS = MqttQoS.AtLeastOnce,
        Retain = true,
        ContentType = "application/json",
    });

    private static string Sentence(DeviceState state) => state.Presence switch
    {
        "online" => $"{state.Label} is online ({state.Browser})",
        "asleep" => $"{state.Label} is asleep: its page is hidden",
        _ => $"{state.Label} went offline",
    };
}
