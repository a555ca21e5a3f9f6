using Bridge.Mqtt.Broker;
using Bridge.Server.Journal.Postgres;
using Bridge.Server.Journal.Sqlite;
using Bridge.Server.Relay;
using Bridge.Server.Storage;
using Bridge.Server.Storage.Postgres;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace Bridge.Server.Journal;

/// <summary>Puts the journal into the container.</summary>
internal static class JournalServiceCollectionExtensions
{
    /// <summary>
    /// Adds <see cref="IJournal"/>, the broker's <see cref="IMqttPublishGate"/>, retention and <see cref="JournalHealth"/>. Needs AddBridgeStorage.
    /// </summary>
    public static IServiceCollection AddBridgeJournal(this IServiceCollection services, Action<JournalOptions>? configure = null)
    {
        services.AddMetrics();
        services.AddSingleton<IValidateOptions<JournalOptions>, JournalOptionsValidator>();
        services.AddOptions<JournalOptions>().Configure(configure ?? (_ => { })).ValidateOnStart();
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<RelayNotices>();
        services.AddBridgeMigration(JournalSchema.Version1).AddBridgeMigration(JournalSchema.Version2);
        services.AddSingleton<IJournal>(provider => provider.UsesPostgres()
            ? new PostgresJournal(provider.GetRequiredService<PostgresDatabase>(), provider.GetRequiredService<TimeProvider>())
            : new SqliteJournal(provider.GetRequiredService<BridgeDatabase>(), provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton<IFreeDisk>(provider => provider.UsesPostgres() ? new DistantDisk() : new FolderDisk(provider.GetRequiredService<DataFolder>().Path));
        services.AddSingleton<JournalMetrics>();
        services.AddSingleton<JournalHealth>();
        services.AddSingleton<JournalSpace>();
        services.AddSingleton<JournalIntake>();
        services.AddSingleton<IngestLimits>();
        services.AddSingleton<IMqttPublishGate, JournalGate>();
        services.AddHostedService<JournalWatch>();
        services.AddSingleton<JournalRetention>();
        services.AddHostedService(provider => provider.GetRequiredService<JournalRetention>());
        return services;
    }
}
