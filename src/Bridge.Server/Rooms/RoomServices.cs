using Bridge.Mqtt.Broker;
using Bridge.Server.Storage;
using Microsoft.Extensions.DependencyInjection;

namespace Bridge.Server.Rooms;

/// <summary>Registers rooms and devices.</summary>
internal static class RoomServices
{
    public static IServiceCollection AddBridgeRooms(this IServiceCollection services) => services
        .AddBridgeDeviceTable()
        .AddSingleton<RoomRegistry>()
        .AddSingleton<RoomWatchers>()
        .AddSingleton<DeviceTracker>()
        .AddSingleton<IMqttBrokerObserver>(provider => provider.GetRequiredService<DeviceTracker>())
        .AddSingleton<SeenWriter>()
        .AddHostedService(provider => provider.GetRequiredService<SeenWriter>())
        .AddSingleton<DeviceRemoval>()
        .AddSingleton<RoomAnnouncer>()
        .AddHostedService(provider => provider.GetRequiredService<RoomAnnouncer>());

    /// <summary>The table alone. Needs AddBridgeStorage.</summary>
    public static IServiceCollection AddBridgeDeviceTable(this IServiceCollection services) => services
        .AddBridgeMigration(DeviceTable.Schema)
        .AddSingleton<IDeviceTable, DeviceTable>();
}
