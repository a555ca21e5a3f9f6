using System.Diagnostics.Metrics;
using Bridge.Injector;
using Bridge.Mqtt.Broker;
using Bridge.Server.Commands;
using Bridge.Server.Consoles;
using Bridge.Server.DeviceScript;
using Bridge.Server.Journal;
using Bridge.Server.Listeners;
using Bridge.Server.LiveReload;
using Bridge.Server.MqttEndpoint;
using Bridge.Server.MqttOverHttp;
using Bridge.Server.MqttStore;
using Bridge.Server.Pairing;
using Bridge.Server.Rooms;
using Bridge.Server.Security;
using Bridge.Server.Storage;
using Bridge.Server.Telemetry;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Bridge.Server.Relay;

/// <summary>The composition root: every feature, and the broker in the middle.</summary>
internal static class RelayServices
{
    public static void Add(IServiceCollection services, RelayOptions options, RelayNotices notices, RelayListeners listeners)
    {
        var host = options.Host ?? (options.LocalOnly ? "127.0.0.1" : LanAddress.Best().ToString());
        services.AddSingleton(TimeProvider.System);
        services.AddSingleton(options);
        services.AddSingleton(notices);
        services.AddSingleton(listeners.Ports);
        services.AddSingleton(new HostNames(host, options.AllowedHosts));
        services.AddSingleton(new RelayIdentity(options.Name));
        services.AddSingleton<RelayAddressBook>();
        services.AddSingleton<ScriptEndpoint>();
        services.AddSingleton(Broker);

        services.AddBridgeStorage(storage => (storage.DataFolder, storage.Postgres) = (options.DataFolder, options.Database));
        services.AddBridgeSecurity(options);
        services.AddBridgeMqttEndpoint();
        services.AddBridgeMqttStore();
        services.AddBridgeRooms();
        services.AddBridgePairing();
        services.AddBridgeJournal();
        services.AddSingleton<HttpLinkRegistry>();
        services.AddBridgeCommands();
        services.AddBridgeConsoles();
        services.AddBridgeTelemetry();
        services.AddBridgeInjector();
        services.AddBridgeLiveReload(reload =>
        {
            reload.Directory = options.Site?.Directory;
            reload.Polling = options.Site?.Polling ?? false;
            reload.Port = options.LiveReloadPort;
        });
        services.AddSingleton<IInjectionObserver, InjectionNotices>();
        services.AddHostedService<UpstreamNotice>();
        services.AddSingleton<IInjectionObserver, InjectedPages>();
    }

    private static MqttBroker Broker(IServiceProvider services) => new(
        new MqttBrokerOptions
        {
            Version = $"DeviceBridge {RelayVersion.Text}",
            Limits = services.GetRequiredService<RelayOptions>().MqttOpen ? OpenLimits.Broker : new BrokerLimits(),
        },
        new MqttBrokerServices
        {
            Authenticator = services.GetRequiredService<IMqttAuthenticator>(),
            Authorizer = services.GetRequiredService<IMqttAuthorizer>(),
            Gate = services.GetRequiredService<IMqttPublishGate>(),
            Observer = services.GetRequiredService<IMqttBrokerObserver>(),
            Sessions = services.GetRequiredService<ISessionStore>(),
            RetainedMessages = services.GetRequiredService<IRetainedStore>(),
            Time = services.GetRequiredService<TimeProvider>(),
            Meters = services.GetRequiredService<IMeterFactory>(),
            Loggers = services.GetRequiredService<ILoggerFactory>(),
        });
}
