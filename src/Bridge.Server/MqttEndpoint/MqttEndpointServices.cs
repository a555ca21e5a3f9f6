using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.DependencyInjection;

namespace Bridge.Server.MqttEndpoint;

/// <summary>Registers the ways in to the broker.</summary>
public static class MqttEndpointServices
{
    /// <summary>
    /// Adds what the listeners' MQTT middleware needs. The caller registers <c>MqttBroker</c> and an <see cref="IUpgradeGuard"/>.
    /// </summary>
    public static IServiceCollection AddBridgeMqttEndpoint(this IServiceCollection services, Action<MqttEndpointOptions>? configure = null)
    {
        services.AddOptions<MqttEndpointOptions>().ValidateDataAnnotations().ValidateOnStart();
        services.AddMetrics();
        services.AddSingleton<PendingConnections>();
        services.AddSingleton<MqttSocketServer>();
        services.AddSingleton<MqttUpgrade>();
        services.AddSingleton<MqttSocketRoutes>();
        services.AddSingleton<IConnectionListenerFactory, MqttSocketTransport>();
        if (configure is not null)
        {
            services.Configure(configure);
        }

        return services;
    }
}
