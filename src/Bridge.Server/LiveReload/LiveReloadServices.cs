using Bridge.Injector;
using Microsoft.Extensions.DependencyInjection;

namespace Bridge.Server.LiveReload;

/// <summary>Registers live reload.</summary>
internal static class LiveReloadServices
{
    public static IServiceCollection AddBridgeLiveReload(this IServiceCollection services, Action<LiveReloadOptions> configure)
    {
        services.AddOptions<LiveReloadOptions>().Configure(configure).ValidateDataAnnotations().ValidateOnStart();
        services.AddOptions<InjectionOptions>().Configure<SiteBuild>((injection, build) => injection.Build = () => build.Current);
        return services
            .AddSingleton<SiteBuild>()
            .AddSingleton<PageBuilds>()
            .AddSingleton<LiveReloadClients>()
            .AddSingleton<IReloadTargets, CommandTargets>()
            .AddSingleton<ChangeSender>()
            .AddSingleton<LiveReloadService>()
            .AddHostedService<ReturningPages>()
            .AddSingleton<SiteWatcher>()
            .AddHostedService(provider => provider.GetRequiredService<SiteWatcher>())
            .AddSingleton<LiveReloadPort>()
            .AddHostedService(provider => provider.GetRequiredService<LiveReloadPort>());
    }
}
