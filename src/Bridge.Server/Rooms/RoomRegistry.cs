using System.Collections.Concurrent;
using Bridge.Contracts.Topics;
using Bridge.Server.Security;
using Bridge.Server.Storage;

namespace Bridge.Server.Rooms;

/// <summary>The rooms and the devices in them, in memory, written through to <see cref="IDeviceTable"/>.</summary>
internal sealed class RoomRegistry(IDeviceTable table, TimeProvider time) : IDisposable
{
    public const int MostRooms = 1_000;
    public const int MostDevicesPerRoom = 1_000;
    public const int LongestLabel = 40;
    private const int LongestAgent = 512;

    private readonly ConcurrentDictionary<string, byte> _rooms = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, DeviceRecord> _devices = new(StringComparer.Ordinal);
    private readonly SemaphoreSlim _writing = new(1);

    public IReadOnlyList<string> Rooms => [.. _rooms.Keys.Order(StringComparer.Ordinal)];

    public bool HasRoom(string room) => _rooms.ContainsKey(room);

    public DeviceRecord? Find(string device) => _devices.GetValueOrDefault(device);

    public IReadOnlyList<DeviceRecord> InRoom(string room) =>
        [.. _devices.Values.Where(device => string.Equals(device.Room, room, StringComparison.Ordinal)).OrderBy(device => device.Device, StringComparer.Ordinal)];

    public async Task LoadAsync(IEnumerable<string> fromStart, CancellationToken cancellation)
    {
        foreach (var room in await table.LoadRoomsAsync(cancellation))
        {
            _rooms[room] = 0;
        }

        foreach (var device in await table.LoadDevicesAsync(cancellation))
        {
            _devices[device.Device] = device;
        }

        foreach (var room in fromStart)
        {
            await AddRoomAsync(room, cancellation);
        }
    }

    /// <summary>Makes a room; nothing happens where it exists.</summary>
    /// <exception cref="ArgumentException">The name isn't a room's, or there are too many rooms.</exception>
    public async Task AddRoomAsync(string room, CancellationToken cancellation)
    {
        if (!Names.IsRoom(room))
        {
            throw new ArgumentException($"\"{room}\" can't be a room's name: use 1 to 32 of a–z, 0–9 and \"-\", starting with a letter or digit.", nameof(room));
        }

        if (_rooms.ContainsKey(room))
        {
            return;
        }

        if (_rooms.Count >= MostRooms)
        {
            throw new ArgumentException($"There are {MostRooms} rooms already.", nameof(room));
        }

        await table.SaveRoomAsync(room, cancellation);
        _rooms[room] = 0;
    }

    /// <summary>A new device, with a colour and label that its room doesn't have yet; null where the room is full.</summary>
    public async Task<DeviceRecord?> AddDeviceAsync(string room, string agent, CancellationToken cancellation)
    {
        await _writing.WaitAsync(cancellation);
        try
        {
            var others = InRoom(room);
            if (others.Count >= MostDevicesPerRoom)
            {
                return null;
            }

            var (label, color) = DevicePalette.Choose(others, UserAgent.Noun(agent));
            var device = new DeviceRecord(NewId(), room, label, color, StorableText.Cut(agent, LongestAgent), time.GetUtcNow());
            await table.SaveDeviceAsync(device, cancellation);
            _devices[device.Device] = device;
            return device;
        }
        finally
        {
            _writing.Release();
        }
    }

    /// <summary>Changes a device under the lock that orders writes. Null where it is gone.</summary>
    public async Task<DeviceRecord?> ChangeAsync(string device, Func<DeviceRecord, DeviceRecord> change, CancellationToken cancellation)
    {
        await _writing.WaitAsync(cancellation);
        try
        {
            if (!_devices.TryGetValue(device, out var record))
            {
                return null;
            }

            var changed = change(record);
            await table.SaveDeviceAsync(changed, cancellation);
            return _devices[device] = changed;
        }
        finally
        {
            _writing.Release();
        }
    }

    public async Task<bool> RemoveAsync(string device, CancellationToken cancellation)
    {
        await _writing.WaitAsync(cancellation);
        try
        {
            await table.DeleteDeviceAsync(device, cancellation);
            return _devices.TryRemove(device, out _);
        }
        finally
        {
            _writing.Release();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _writing.Dispose();

    /// <summary>Seven characters after a letter: 35 bits, and checked against those there are.</summary>
    private string NewId()
    {
        string id;
        do
        {
            id = "d" + Secret.NewCode().ToLowerInvariant()[1..];
        }
        while (_devices.ContainsKey(id));

        return id;
    }
}
