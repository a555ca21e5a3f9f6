using Bridge.Server.Rooms;

namespace Bridge.Server.Tests.Rooms;

/// <summary>Rooms and devices without a disk, for tests of what is decided above it.</summary>
internal sealed class MemoryDeviceTable : IDeviceTable
{
    public Dictionary<string, DeviceRecord> Devices { get; } = [];

    public Task<IReadOnlyList<string>> LoadRoomsAsync(CancellationToken cancellation) => Task.FromResult<IReadOnlyList<string>>([]);

    public Task<IReadOnlyList<DeviceRecord>> LoadDevicesAsync(CancellationToken cancellation) => Task.FromResult<IReadOnlyList<DeviceRecord>>([.. Devices.Values]);

    public Task SaveRoomAsync(string room, CancellationToken cancellation) => Task.CompletedTask;

    public Task SaveDeviceAsync(DeviceRecord device, CancellationToken cancellation)
    {
        Devices[device.Device] = device;
        return Task.CompletedTask;
    }

    public Task DeleteDeviceAsync(string device, CancellationToken cancellation)
    {
        Devices.Remove(device);
        return Task.CompletedTask;
    }
}
