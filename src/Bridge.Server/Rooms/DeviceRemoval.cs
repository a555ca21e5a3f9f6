using Bridge.Mqtt.Broker;
using Bridge.Mqtt.Packets;
using Bridge.Server.Security;

namespace Bridge.Server.Rooms;

/// <summary>Takes devices away. Never cancelled half-way: that would leave one connected that may not be.</summary>
internal sealed class DeviceRemoval(
    RoomRegistry rooms, DeviceCredentials credentials, DeviceRequests requests, DeviceTracker tracker, RoomAnnouncer announcer, MqttBroker broker, TimeProvider time)
{
    /// <summary>How long a device is remembered after it was last seen: as long as the journal keeps what it logged, which its label stands beside.</summary>
    public static readonly TimeSpan Remembered = TimeSpan.FromDays(7);

    /// <summary>Unpairs a device and forgets it.</summary>
    public async Task RemoveAsync(DeviceRecord device)
    {
        await RevokeAsync(device, () => rooms.RemoveAsync(device.Device, CancellationToken.None));
        announcer.Remove(device);
    }

    /// <summary>Ends what a device has in its room: credentials, connections, retained state.</summary>
    public async Task EvictAsync(DeviceRecord device)
    {
        await RevokeAsync(device, () => Task.CompletedTask);
        announcer.Remove(device);
    }

    /// <summary>
    /// Forgets the devices of a room that can't come back: their credentials have ended, and they were not seen for long. Else they would pile up
    /// until the room is full, for a phone whose cookie has ended pairs as a new one.
    /// </summary>
    public async Task ForgetLongGoneAsync(string room, CancellationToken cancellation)
    {
        var before = time.GetUtcNow() - Remembered;
        foreach (var device in rooms.InRoom(room).Where(device => device.SeenAt < before && tracker.ConnectedPages(device.Device).Count == 0 && !credentials.HasAny(device.Device)))
        {
            cancellation.ThrowIfCancellationRequested();
            await RemoveAsync(device);
        }
    }

    /// <summary>Where the database is away, this fails; what the device has here has ended all the same.</summary>
    private async Task RevokeAsync(DeviceRecord device, Func<Task> store)
    {
        try
        {
            await credentials.RevokeAsync(device.Device, CancellationToken.None);
            await store();
        }
        finally
        {
            requests.End(device.Device);
            await broker.DisconnectAsync(
                client => client.Identity is DeviceIdentity identity && string.Equals(identity.Device, device.Device, StringComparison.Ordinal), MqttReasonCode.NotAuthorized, endSessions: true);
        }
    }
}
