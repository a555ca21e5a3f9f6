using System.ComponentModel.DataAnnotations;
using Bridge.Injector.Proxy;
using Bridge.Injector.Site;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Bridge.Injector;

/// <summary>Wires the injector into a host.</summary>
public static class InjectorExtensions
{
    /// <summary>Adds what <see cref="UseBridgeInjection"/> needs.</summary>
    public static IServiceCollection AddBridgeInjector(this IServiceCollection services, Action<InjectionOptions>? configure = null)
    {
        var options = services.AddOptions<InjectionOptions>().ValidateDataAnnotations().ValidateOnStart();
        if (configure is not null)
        {
            options.Configure(configure);
        }

        return services;
    }

    /// <summary>Puts the script into the pages of what follows in the pipeline; before a static site or a proxy.</summary>
    public static IApplicationBuilder UseBridgeInjection(this IApplicationBuilder app) => app.UseMiddleware<InjectionMiddleware>();

    /// <summary>Answers every request that comes this far from a folder.</summary>
    public static void RunBridgeStaticSite(this IApplicationBuilder app, StaticSiteOptions options)
    {
        Validator.ValidateObject(options, new ValidationContext(options), validateAllProperties: true);
        app.Run(new StaticSite(options).ServeAsync);
    }

    /// <summary>Answers every request that comes this far with what one dev server answers.</summary>
    public static void RunBridgeProxy(this IApplicationBuilder app, DevProxyOptions options)
    {
        Validator.ValidateObject(options, new ValidationContext(options), validateAllProperties: true);
        var services = app.ApplicationServices;
        var proxy = new DevProxy(options, services.GetRequiredService<ILogger<DevProxy>>());
        services.GetRequiredService<IHostApplicationLifetime>().ApplicationStopped.Register(proxy.Dispose);
        app.Run(proxy.ForwardAsync);
    }
}
