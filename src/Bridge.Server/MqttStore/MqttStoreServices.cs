using Bridge.Mqtt.Broker;
using Bridge.Server.Storage;
using Microsoft.Extensions.DependencyInjection;

namespace Bridge.Server.MqttStore;

/// <summary>Registers what the broker keeps across restarts.</summary>
internal static class MqttStoreServices
{
    public static IServiceCollection AddBridgeMqttStore(this IServiceCollection services) => services
        .AddBridgeMigration("mqtt", 1, KeyedRows<StoredSession>.Schema(SqliteSessionStore.Table) + KeyedRows<StoredRetained>.Schema(SqliteRetainedStore.Table))
        .AddSingleton<ISessionStore, SqliteSessionStore>()
        .AddSingleton<IRetainedStore, SqliteRetainedStore>();
}
