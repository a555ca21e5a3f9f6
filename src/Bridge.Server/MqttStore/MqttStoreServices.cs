using Bridge.Mqtt.Broker;
using Bridge.Server.Storage;
using Microsoft.Extensions.DependencyInjection;

namespace Bridge.Server.MqttStore;

/// <summary>Registers what the broker keeps across restarts.</summary>
internal static class MqttStoreServices
{
    public static IServiceCollection AddBridgeMqttStore(this IServiceCollection services) => services
        .AddBridgeMigration(MqttStoreSchema.Version1)
        .AddSingleton<ISessionStore, SessionStore>()
        .AddSingleton<IRetainedStore, RetainedStore>();
}
