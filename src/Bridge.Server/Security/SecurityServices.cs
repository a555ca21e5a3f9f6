using Bridge.Mqtt.Broker;
using Bridge.Server.Listeners;
using Bridge.Server.MqttEndpoint;
using Bridge.Server.Relay;
using Bridge.Server.Rooms;
using Bridge.Server.Security.Certificates;
using Bridge.Server.Storage;
using Microsoft.Extensions.DependencyInjection;

namespace Bridge.Server.Security;

/// <summary>Registers who is who and who may do what.</summary>
internal static class SecurityServices
{
    public static IServiceCollection AddBridgeSecurity(this IServiceCollection services, RelayOptions options) => services
        .AddBridgeMigration(CredentialTable.Schema)
        .AddSingleton<ICredentialTable, CredentialTable>()
        .AddSingleton<DeviceCredentials>()
        .AddBridgeMigration(ConsoleSessionTable.Schema)
        .AddSingleton<LaunchTokens>()
        .AddSingleton<IConsoleSessionTable, ConsoleSessionTable>()
        .AddSingleton<ConsoleSessions>()
        .AddSingleton(new AdminToken(options.AdminToken))
        .AddSingleton(new PageOrigins(options.AllowedOrigins))
        .AddSingleton<RequestGuard>()
        .AddSingleton<DeviceAuthentication>()
        .AddSingleton<DeviceRequests>()
        .AddSingleton<ConsoleAuthentication>()
        .AddSingleton<PairedGate>()
        .AddSingleton<IUpgradeGuard, UpgradeGuard>()
        .AddSingleton<IMqttAuthorizer, BridgeAuthorizer>()
        .AddSingleton<IMqttAuthenticator>(provider => new BridgeAuthenticator(
            provider.GetRequiredService<RoomRegistry>(), provider.GetRequiredService<AdminToken>(), provider.GetRequiredService<DeviceCredentials>(), provider.GetRequiredService<RelayIdentity>(), options.MqttOpen))
        .AddSingleton(provider => CertificateAuthority.OpenOrCreate(
            provider.GetRequiredService<DataFolder>().Path, provider.GetRequiredService<TimeProvider>()))
        .AddSingleton<IServerCertificate>(provider => options.Certificate is { } given
            ? new GivenCertificate(given, provider.GetRequiredService<HostNames>().PublicHost, provider.GetRequiredService<RelayNotices>(), provider.GetRequiredService<TimeProvider>())
            : Leaf(provider));

    private static LeafCertificate Leaf(IServiceProvider provider)
    {
        var names = provider.GetRequiredService<HostNames>();
        if (CertificateReach.Trouble(names.PublicHost) is { } trouble)
        {
            provider.GetRequiredService<RelayNotices>().Post(
                new RelayNotice("certificate-name", trouble, new Dictionary<string, object?> { ["host"] = names.PublicHost }, "warn"));
        }

        return new LeafCertificate(provider.GetRequiredService<CertificateAuthority>(), names.Device, provider.GetRequiredService<TimeProvider>());
    }
}
