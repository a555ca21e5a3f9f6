using System.Net;
using Bridge.Injector.Proxy;
using Bridge.Injector.Tests.Proxy;
using Bridge.Injector.Tests.Support;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Playwright;

namespace Bridge.Injector.Tests.DevServers;

/// <summary>Others' servers behind the proxy, unchanged: the script is in, and what they do for developers works.</summary>
public sealed class DevServerTests
{
    [Fact]
    public async Task Vite_BehindTheProxy_KeepsItsHotModules()
    {
        await using var vite = await DevServer.StartAsync(
            new Dictionary<string, string>
            {
                ["index.html"] = "<!doctype html><html><head><title>vite</title></head><body><h1>x</h1><script type=module src=/main.js></script></body></html>",
                ["main.js"] = "import './style.css'; import { text } from './text.js'; document.querySelector('h1').textContent = text; import.meta.hot.accept('./text.js', m => document.querySelector('h1').textContent = m.text)",
                ["text.js"] = "export const text = 'one'",
                ["style.css"] = "h1 { color: rgb(1, 2, 3) }",
            },
            (_, port) => ["node", Path.Combine(DevServer.Installed(), "node_modules/vite/bin/vite.js"), "--host", "127.0.0.1", "--port", $"{port}", "--strictPort"]);

        await BrowseAsync(vite, async (page, sockets) =>
        {
            await page.WaitForFunctionAsync("document.querySelector('h1').textContent === 'one' && getComputedStyle(document.querySelector('h1')).color === 'rgb(1, 2, 3)'");
            vite.Write("style.css", "h1 { color: rgb(4, 5, 6) }");
            await page.WaitForFunctionAsync("getComputedStyle(document.querySelector('h1')).color === 'rgb(4, 5, 6)'");
            vite.Write("text.js", "export const text = 'two'");
            await page.WaitForFunctionAsync("document.querySelector('h1').textContent === 'two'");
            Assert.NotEmpty(sockets);
        });
    }

    [Fact]
    public async Task WebpackDevServer_BehindTheProxy_KeepsItsHotModules()
    {
        await using var webpack = await DevServer.StartAsync(
            new Dictionary<string, string>
            {
                ["public/index.html"] = "<!doctype html><html><head><title>webpack</title></head><body><h1>x</h1><script src=/main.js></script></body></html>",
                ["src/index.js"] = "import { text } from './text.js'; const show = () => document.querySelector('h1').textContent = text; show(); module.hot.accept('./text.js', show)",
                ["src/text.js"] = "export const text = 'one'",
                ["webpack.config.js"] = "module.exports = { mode: 'development', devServer: { hot: true, static: __dirname + '/public', client: { overlay: false } } }",
            },
            (_, port) => ["node", Path.Combine(DevServer.Installed(), "node_modules/webpack-cli/bin/cli.js"), "serve", "--port", $"{port}"]);

        await BrowseAsync(webpack, async (page, sockets) =>
        {
            await page.WaitForFunctionAsync("document.querySelector('h1').textContent === 'one'");
            webpack.Write("src/text.js", "export const text = 'two'");
            await page.WaitForFunctionAsync("document.querySelector('h1').textContent === 'two'");
            Assert.NotEmpty(sockets);
        });
    }

    [Fact]
    public async Task Nginx_BehindTheProxy_IsInjectedCompressedRevalidatedAndInParts()
    {
        var page = "<!doctype html><html><head><title>nginx</title></head><body>" + new string('x', 4000);
        await using var nginx = await DevServer.StartAsync(
            new Dictionary<string, string> { ["site/index.html"] = page, ["site/a.txt"] = "0123456789" },
            (folder, port) =>
            {
                File.WriteAllText(Path.Combine(folder, "nginx.conf"), $$"""
                    daemon off; master_process off; error_log stderr; pid {{folder}}/pid;
                    events {}
                    http {
                      access_log off; gzip on; gzip_min_length 1; default_type text/plain; types { text/html html; }
                      client_body_temp_path {{folder}}/t1; proxy_temp_path {{folder}}/t2; fastcgi_temp_path {{folder}}/t3; uwsgi_temp_path {{folder}}/t4; scgi_temp_path {{folder}}/t5;
                      server { listen 127.0.0.1:{{port}}; root {{folder}}/site; }
                    }
                    """);
                return ["/usr/sbin/nginx", "-c", Path.Combine(folder, "nginx.conf"), "-p", folder];
            });
        await using var proxy = await ProxiedUpstream.ProxyAsync(new DevProxyOptions { Upstream = nginx.Address }, new CollectedReports());
        using var request = proxy.Navigation("/");
        request.Headers.TryAddWithoutValidation("Accept-Encoding", "gzip, br");
        using var response = await proxy.Client.SendAsync(request);
        Assert.Equal(page.Replace("<head>", "<head><script src=\"/_bridge/bridge.js\"></script>"), await response.Content.ReadAsStringAsync());

        using var again = proxy.Navigation("/");
        again.Headers.TryAddWithoutValidation("Accept-Encoding", "gzip, br");
        again.Headers.IfNoneMatch.Add(response.Headers.ETag!);
        Assert.Equal(HttpStatusCode.NotModified, (await proxy.Client.SendAsync(again)).StatusCode);

        using var part = new HttpRequestMessage(HttpMethod.Get, new Uri(proxy.Address, "/a.txt")) { Headers = { Range = new(2, 4) } };
        Assert.Equal("234", await (await proxy.Client.SendAsync(part)).Content.ReadAsStringAsync());
    }

    private static async Task BrowseAsync(DevServer server, Func<IPage, IReadOnlyCollection<string>, Task> use)
    {
        await using var proxy = await ProxiedUpstream.ProxyAsync(new DevProxyOptions { Upstream = server.Address }, new CollectedReports(), app => app.Map("/_bridge/bridge.js", script => script.Run(context =>
        {
            context.Response.ContentType = "text/javascript; charset=utf-8";
            return context.Response.WriteAsync(UpstreamSockets.Script(server.Address) + "window.bridgeRuns = (window.bridgeRuns || 0) + 1");
        })));
        using var playwright = await Playwright.CreateAsync();
        await using var chromium = await playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions
        {
            ExecutablePath = Environment.GetEnvironmentVariable("BRIDGE_CHROMIUM") ?? "/usr/bin/chromium",
            Args = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--disable-background-networking", "--disable-component-update", "--disable-sync"],
        });
        var page = await chromium.NewPageAsync();
        var sockets = new List<string>();
        page.WebSocket += (_, socket) => sockets.Add(socket.Url);
        await page.GotoAsync(proxy.Address.AbsoluteUri);
        await page.EvaluateAsync("window.kept = true");
        await use(page, sockets);

        Assert.All(sockets, url => Assert.Equal(proxy.Address.Authority, new Uri(url).Authority));
        Assert.Equal(1, await page.EvaluateAsync<int>("window.bridgeRuns"));
        Assert.True(await page.EvaluateAsync<bool>("window.kept === true"), "the page was reloaded");
    }
}
