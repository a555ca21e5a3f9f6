using Bridge.Injector;
using Bridge.Injector.Proxy;
using Bridge.Injector.Site;
using Bridge.Server.Pairing;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace Bridge.Server.Relay;

/// <summary>The site under test, with the script put into its pages.</summary>
internal static class SitePipeline
{
    public static void UseBridgeSite(this IApplicationBuilder app, SiteOptions? site)
    {
        if (site?.Directory is { } folder)
        {
            app.UseBridgeInjection();
            app.RunBridgeStaticSite(new StaticSiteOptions { Directory = folder, CleanUrls = site.CleanUrls, SinglePage = site.SinglePage });
            return;
        }

        if (site?.Upstream is { } upstream)
        {
            app.UseBridgeInjection();
            app.RunBridgeProxy(new DevProxyOptions { Upstream = upstream, RewriteLinks = site.RewriteLinks, Http2 = site.Http2 });
            return;
        }

        var pages = app.ApplicationServices.GetRequiredService<PairingPages>();
        app.Run(context => pages.SendAsync(context, "home.html"));
    }
}
