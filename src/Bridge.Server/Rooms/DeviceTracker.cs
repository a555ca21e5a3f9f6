using Bridge.Contracts.Feeds;
using Bridge.Contracts.Rooms;
using Bridge.Mqtt.Broker;
using Bridge.Mqtt.Packets;
using Bridge.Server.Security;

namespace Bridge.Server.Rooms;

/// <summary>
/// Who is connected, and what their pages told. The broker calls it on its I/O threads, so it only notes the change under a lock
/// and hands the device to <see cref="RoomAnnouncer"/>, which publishes.
/// </summary>
internal sealed class DeviceTracker(TimeProvider time) : IMqttBrokerObserver
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, TrackedDevice> _devices = new(StringComparer.Ordinal);
    private TaskCompletionSource? _turned;

    /// <summary>Told the id of a device that changed, on the thread that changed it.</summary>
    public Action<string>? Changed { get; set; }

    public void Connected(MqttClientInfo client)
    {
        if (client.Identity is DeviceIdentity identity)
        {
            var page = client.UserProperties.FirstOrDefault(property => property.Name is "page").Value;
            Note(identity, device =>
            {
                device.Connect(client.ClientId, page, time.GetUtcNow());
                if (client.SessionPresent)
                {
                    device.Listen(client.ClientId);
                }
            });
        }
    }

    public void Subscribed(MqttClientInfo client, string filter)
    {
        if (client.Identity is not DeviceIdentity identity || !filter.Contains("/down/", StringComparison.Ordinal))
        {
            return;
        }

        lock (_lock)
        {
            _devices.GetValueOrDefault(identity.Device)?.Listen(client.ClientId);
            TurnWithLock();
        }
    }

    public void Disconnected(MqttClientInfo client, MqttReasonCode reason, bool graceful)
    {
        if (client.Identity is DeviceIdentity identity)
        {
            Note(identity, device => device.Disconnect(client.ClientId, time.GetUtcNow()));
        }
    }

    public void SessionEnded(MqttClientInfo client)
    {
        if (client.Identity is DeviceIdentity identity)
        {
            Note(identity, device => device.EndSession(client.ClientId));
        }
    }

    /// <summary>A page's status, from its feed.</summary>
    public void Update(MqttClientInfo client, DeviceStatus status)
    {
        if (client.Identity is DeviceIdentity identity)
        {
            Note(identity, device => device.Update(client.ClientId, status));
        }
    }

    /// <summary>What was added to the policies of a page that a device loads; empty for nothing.</summary>
    public void NotePolicy(DeviceIdentity identity, string path, IReadOnlyList<string> added) => Note(identity, device => device.NotePolicy(path, added));

    /// <summary>Makes a device known that isn't connected, as at the relay's start.</summary>
    public void Add(DeviceRecord record)
    {
        lock (_lock)
        {
            _devices.TryAdd(record.Device, new TrackedDevice(record.Device, record.Room) { Since = record.SeenAt });
        }

        Changed?.Invoke(record.Device);
    }

    public void Forget(string device)
    {
        lock (_lock)
        {
            _devices.Remove(device);
        }
    }

    /// <summary>The pages of a device that are connected now.</summary>
    public IReadOnlyList<string> ConnectedPages(string device)
    {
        lock (_lock)
        {
            return _devices.TryGetValue(device, out var tracked) ? tracked.ConnectedPages : [];
        }
    }

    /// <summary>
    /// Ends when no page of these devices is about to subscribe to commands, which takes it a moment after it has connected; after
    /// <see cref="TrackedDevice.Settling"/> in any case.
    /// </summary>
    public async Task SettleAsync(IReadOnlyList<string> devices, CancellationToken cancellation)
    {
        if (!AreSettling(devices, out var turned))
        {
            return;
        }

        using var longest = new CancellationTokenSource(TrackedDevice.Settling, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(longest.Token, cancellation);
        do
        {
            await turned.WaitAsync(either.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            cancellation.ThrowIfCancellationRequested();
        }
        while (!longest.IsCancellationRequested && AreSettling(devices, out turned));
    }

    /// <summary>A device's state, with presence as of now; <c>Turned</c> says whether presence differs from what was announced last.</summary>
    public (DeviceState State, bool Turned)? Announce(DeviceRecord record)
    {
        lock (_lock)
        {
            if (!_devices.TryGetValue(record.Device, out var tracked))
            {
                return null;
            }

            var presence = tracked.Presence(time.GetUtcNow());
            var turned = !string.Equals(presence, tracked.Announced, StringComparison.Ordinal);
            if (turned)
            {
                (tracked.Announced, tracked.Since) = (presence, time.GetUtcNow());
            }

            return (tracked.State(record), turned);
        }
    }

    /// <summary>A device's state as last announced.</summary>
    public DeviceState? State(DeviceRecord record)
    {
        lock (_lock)
        {
            return _devices.TryGetValue(record.Device, out var tracked) ? tracked.State(record) : null;
        }
    }

    private void Note(DeviceIdentity identity, Action<TrackedDevice> change)
    {
        lock (_lock)
        {
            if (!_devices.TryGetValue(identity.Device, out var device))
            {
                device = new TrackedDevice(identity.Device, identity.Room) { Since = time.GetUtcNow() };
                _devices.Add(identity.Device, device);
            }

            change(device);
            TurnWithLock();
        }

        Changed?.Invoke(identity.Device);
    }

    /// <summary>Whether a page of these is settling, and what ends when anything has changed since.</summary>
    private bool AreSettling(IReadOnlyList<string> devices, out Task turned)
    {
        lock (_lock)
        {
            var now = time.GetUtcNow();
            var areSettling = devices.Any(device => _devices.TryGetValue(device, out var tracked) && tracked.IsSettling(now));
            turned = areSettling ? (_turned ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).Task : Task.CompletedTask;
            return areSettling;
        }
    }

    private void TurnWithLock()
    {
        _turned?.SetResult();
        _turned = null;
    }
}
