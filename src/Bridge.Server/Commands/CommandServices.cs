using Bridge.Mqtt.Broker;
using Bridge.Server.Rooms;
using Bridge.Server.Storage;
using Microsoft.Extensions.DependencyInjection;

namespace Bridge.Server.Commands;

/// <summary>Registers commands.</summary>
internal static class CommandServices
{
    public static IServiceCollection AddBridgeCommands(this IServiceCollection services) => services
        .AddBridgeMigration(CommandAudit.Schema)
        .AddSingleton(provider => new CommandService(
            provider.GetRequiredService<MqttBroker>(),
            provider.GetRequiredService<RoomRegistry>(),
            provider.GetRequiredService<DeviceTracker>(),
            provider.GetRequiredService<TimeProvider>()))
        .AddSingleton<CommandAudit>()
        .AddSingleton<ConsoleCommands>();
}
