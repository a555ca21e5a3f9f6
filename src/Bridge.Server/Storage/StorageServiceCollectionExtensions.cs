using Bridge.Server.Storage.Postgres;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Bridge.Server.Storage;

/// <summary>Puts the database into the container.</summary>
internal static class StorageServiceCollectionExtensions
{
    /// <summary>
    /// Adds <see cref="ISqlStore"/>, in SQLite or in PostgreSQL as the options say, and the database behind it: opened when it is first asked for
    /// and closed with the container.
    /// </summary>
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
        services.AddSingleton(provider => DataFolder.Open(provider.GetRequiredService<IOptions<StorageOptions>>().Value.DataFolder));
        services.AddSingleton(OpenPostgres);
        services.AddSingleton<ISqlStore>(provider => provider.UsesPostgres()
            ? provider.GetRequiredService<PostgresDatabase>()
            : new SqliteStore(provider.GetRequiredService<BridgeDatabase>()));
        return services;
    }

    /// <summary>Adds a step to a feature's part of the schema.</summary>
    public static IServiceCollection AddBridgeMigration(this IServiceCollection services, Migration step) => services.AddSingleton(step);

    /// <summary>Whether everything is kept in PostgreSQL, not in the data folder.</summary>
    public static bool UsesPostgres(this IServiceProvider provider) => provider.GetRequiredService<IOptions<StorageOptions>>().Value.Postgres is not null;

    /// <summary>Waits for PostgreSQL here, where the relay starts: a database that can't be had should stop it with a reason.</summary>
    private static PostgresDatabase OpenPostgres(IServiceProvider provider) => PostgresDatabase.OpenAsync(
        provider.GetRequiredService<IOptions<StorageOptions>>().Value.Postgres ?? throw new InvalidOperationException("No PostgreSQL was asked for."),
        provider.GetServices<Migration>(),
        provider.GetService<TimeProvider>() ?? TimeProvider.System,
        provider.GetRequiredService<ILogger<PostgresDatabase>>(),
        CancellationToken.None).GetAwaiter().GetResult();
}
