using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Bridge.Server.Storage;

/// <summary>Puts the database into the container.</summary>
internal static class StorageServiceCollectionExtensions
{
    /// <summary>Adds <see cref="BridgeDatabase"/>, opened when it is first asked for and closed with the container.</summary>
    public static IServiceCollection AddBridgeStorage(this IServiceCollection services, Action<StorageOptions> configure)
    {
        services.AddMetrics();
        services.AddSingleton<IValidateOptions<StorageOptions>, StorageOptionsValidator>();
        services.AddOptions<StorageOptions>().Configure(configure).ValidateOnStart();
        services.AddSingleton<StorageMetrics>();
        services.AddSingleton(provider => BridgeDatabase.Open(
            provider.GetRequiredService<IOptions<StorageOptions>>().Value,
            provider.GetServices<Migration>(),
            provider.GetService<TimeProvider>() ?? TimeProvider.System,
            provider.GetRequiredService<StorageMetrics>(),
            provider.GetRequiredService<ILogger<BridgeDatabase>>()));
        return services;
    }

    /// <summary>Adds a step to a feature's part of the schema; see <see cref="Migration"/>.</summary>
    public static IServiceCollection AddBridgeMigration(this IServiceCollection services, string feature, int version, string sql) =>
        services.AddSingleton(new Migration(feature, version, sql));
}
