using Bridge.Injector.Proxy;
using Bridge.Injector.Tests.Support;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.DependencyInjection;

namespace Bridge.Injector.Tests.Proxy;

/// <summary>A real upstream, and in front of it a real proxy with the injection.</summary>
internal sealed class ProxiedUpstream : IAsyncDisposable
{
    private ProxiedUpstream(LocalServer upstream, LocalServer proxy, CollectedReports reports) => (Upstream, Proxy, Reports) = (upstream, proxy, reports);

    public LocalServer Upstream { get; }

    public LocalServer Proxy { get; }

    public CollectedReports Reports { get; }

    public static async Task<ProxiedUpstream> StartAsync(RequestDelegate answer, Action<DevProxyOptions>? configure = null, Action<IApplicationBuilder>? before = null, bool http2 = false)
    {
        var upstream = await LocalServer.StartAsync(
            app =>
            {
                app.UseWebSockets();
                app.Run(context =>
                {
                    // An upstream that takes whatever comes, so that only the proxy can refuse it.
                    if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit)
                    {
                        limit.MaxRequestBodySize = null;
                    }

                    return answer(context);
                });
            },
            host: host => host.UseKestrelForTests(http2));
        var reports = new CollectedReports();
        var options = new DevProxyOptions { Upstream = upstream.Address };
        configure?.Invoke(options);
        return new ProxiedUpstream(upstream, await ProxyAsync(options, reports, before, http2), reports);
    }

    public static Task<LocalServer> ProxyAsync(DevProxyOptions options, CollectedReports reports, Action<IApplicationBuilder>? before = null, bool http2 = false) => LocalServer.StartAsync(
        app =>
        {
            before?.Invoke(app);
            app.UseBridgeInjection();
            app.RunBridgeProxy(options);
        },
        services => services.AddBridgeInjector().AddSingleton<IInjectionObserver>(reports),
        host => host.UseKestrelForTests(http2));

    public async ValueTask DisposeAsync()
    {
        await Proxy.DisposeAsync();
        await Upstream.DisposeAsync();
    }
}
