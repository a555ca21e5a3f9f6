using System.Collections.Concurrent;
using System.Text;
using Bridge.Injector.Proxy;
using Bridge.Injector.Tests.Proxy;
using Bridge.Injector.Tests.Support;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Playwright;

namespace Bridge.Injector.Tests.DevServers;

/// <summary>A look through the proxy at somebody's server.</summary>
internal static class Browsing
{
    /// <summary>Milliseconds for one step: a page may have to be compiled first, by a machine that compiles others.</summary>
    private const int Patience = 120_000;

    /// <summary>Opens the server's first page in Chromium, and afterwards asserts that the script ran once, that no reload came between and that sockets stayed on the proxy.</summary>
    public static async Task BrowseAsync(Uri upstream, Func<IPage, IReadOnlyCollection<string>, Task> use)
    {
        await using var proxy = await ProxiedUpstream.ProxyAsync(new DevProxyOptions { Upstream = upstream }, new CollectedReports(), app => app.Map("/_bridge/bridge.js", script => script.Run(context =>
        {
            context.Response.ContentType = "text/javascript; charset=utf-8";
            return context.Response.WriteAsync(UpstreamSockets.Script(upstream) + "window.bridgeRuns = (window.bridgeRuns || 0) + 1");
        })));
        await OpenAsync(proxy, async (page, sockets) =>
        {
            await page.EvaluateAsync("window.kept = true");
            await use(page, sockets);

            Assert.All(sockets, url => Assert.Equal(proxy.Address.Authority, new Uri(url).Authority));
            Assert.Equal(1, await page.EvaluateAsync<int>("window.bridgeRuns"));
            Assert.True(await page.EvaluateAsync<bool>("window.kept === true"), "the page was reloaded");
        });
    }

    /// <summary>Opens a server's first page in Chromium, whatever its certificate.</summary>
    public static async Task OpenAsync(LocalServer server, Func<IPage, IReadOnlyCollection<string>, Task> use)
    {
        using var playwright = await Playwright.CreateAsync();
        await using var chromium = await playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions
        {
            Timeout = Patience,
            ExecutablePath = Environment.GetEnvironmentVariable("BRIDGE_CHROMIUM") ?? "/usr/bin/chromium",
            Args = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--disable-background-networking", "--disable-component-update", "--disable-sync", "--no-proxy-server"],
        });
        var page = await chromium.NewPageAsync(new BrowserNewPageOptions { IgnoreHTTPSErrors = true });
        page.SetDefaultTimeout(Patience);
        var sockets = new ConcurrentQueue<string>(); // It may open another while these are looked at.
        page.WebSocket += (_, socket) => sockets.Enqueue(socket.Url);
        await page.GotoAsync(server.Address.AbsoluteUri);
        await use(page, sockets);
    }

    /// <summary>What has come when a text has, however much later the rest comes.</summary>
    public static async Task<string> ReadUntilAsync(StreamReader reader, string text)
    {
        using var deadline = new CancellationTokenSource(TimeSpan.FromMilliseconds(Patience));
        var read = new StringBuilder();
        var buffer = new char[4096];
        while (!read.ToString().Contains(text, StringComparison.Ordinal))
        {
            var size = await reader.ReadAsync(buffer, deadline.Token);
            Assert.True(size > 0, $"ended without {text}: {read}");
            read.Append(buffer, 0, size);
        }

        return read.ToString();
    }
}
