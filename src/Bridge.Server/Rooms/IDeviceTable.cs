namespace Bridge.Server.Rooms;

/// <summary>Where rooms and devices outlive the relay.</summary>
internal interface IDeviceTable
{
    Task<IReadOnlyList<string>> LoadRoomsAsync(CancellationToken cancellation);

    Task<IReadOnlyList<DeviceRecord>> LoadDevicesAsync(CancellationToken cancellation);

    Task SaveRoomAsync(string room, CancellationToken cancellation);

    /// <summary>Adds a device or changes it.</summary>
    Task SaveDeviceAsync(DeviceRecord device, CancellationToken cancellation);

    Task DeleteDeviceAsync(string device, CancellationToken cancellation);
}
