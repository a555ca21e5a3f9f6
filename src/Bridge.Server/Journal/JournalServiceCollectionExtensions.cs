using Bridge.Mqtt.Broker;
using Bridge.Server.Journal.Postgres;
using Bridge.Server.Journal.Sqlite;
using Bridge.Server.Relay;
using Bridge.Server.Storage;
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
        services.AddBridgeMigration(SqliteJournalSchema.Feature, 1, SqliteJournalSchema.Version1);
        services.AddBridgeMigration(SqliteJournalSchema.Feature, 2, SqliteJournalSchema.Version2);
        services.AddSingleton(Open);
        services.AddSingleton<IFreeDisk>(provider => provider.GetRequiredService<IJournal>() is SqliteJournal
            ? new FolderDisk(provider.GetRequiredService<BridgeDatabase>().Folder)
            : new DistantDisk());
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

    /// <summary>Waits for PostgreSQL here, where the relay starts: a journal that can't be had should stop it with a reason.</summary>
    private static IJournal Open(IServiceProvider provider)
    {
        var time = provider.GetRequiredService<TimeProvider>();
        return provider.GetRequiredService<IOptions<JournalOptions>>().Value.Location is { } location
            ? PostgresJournal.OpenAsync(location, time, CancellationToken.None).GetAwaiter().GetResult()
            : new SqliteJournal(provider.GetRequiredService<BridgeDatabase>(), time);
    }
}
