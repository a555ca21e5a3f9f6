using System.Net;
using Bridge.DevServers;
using Bridge.Injector.Proxy;
using Bridge.Injector.Tests.Proxy;
using Bridge.Injector.Tests.Support;
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

                // A change before it watches, or before the page listens, would be lost.
                ["vite.config.js"] = """
                    import { writeFileSync } from 'node:fs';
                    const told = name => () => writeFileSync(name, '');
                    export default { plugins: [{ name: 'tell', configureServer(server) { server.watcher.on('ready', told('watches')); server.ws.on('connection', told('connected')); } }] };
                    """,
            },
            (_, port) => ["node", Path.Combine(DevPackages.Folder, "node_modules/vite/bin/vite.js"), "--host", "127.0.0.1", "--port", $"{port}", "--strictPort"]);

        await Browsing.BrowseAsync(vite.Address, async (page, sockets) =>
        {
            await page.WaitForFunctionAsync("document.querySelector('h1').textContent === 'one' && getComputedStyle(document.querySelector('h1')).color === 'rgb(1, 2, 3)'");
            await vite.WroteAsync("watches");
            await vite.WroteAsync("connected");
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
            (_, port) => ["node", Path.Combine(DevPackages.Folder, "node_modules/webpack-cli/bin/cli.js"), "serve", "--port", $"{port}"]);

        await Browsing.BrowseAsync(webpack.Address, async (page, sockets) =>
        {
            await page.WaitForFunctionAsync("document.querySelector('h1').textContent === 'one'");
            webpack.Write("src/text.js", "export const text = 'two'");
            await page.WaitForFunctionAsync("document.querySelector('h1').textContent === 'two'");
            Assert.NotEmpty(sockets);
        });
    }

    [Fact]
    public async Task Next_BehindTheProxy_StreamsHydratesAndKeepsItsHotModules()
    {
        await using var next = await DevServer.StartAsync(
            new Dictionary<string, string>
            {
                ["package.json"] = "{ \"private\": true }",
                ["next.config.mjs"] = "export default { devIndicators: false }",
                ["app/layout.js"] = "export default function Layout({ children }) { return <html><body>{children}</body></html> }",
                ["app/page.js"] = """
                    import { access } from 'node:fs/promises'; import { Suspense } from 'react'; import { Counter } from './counter';
                    export const dynamic = 'force-dynamic';
                    async function Late() {
                      while (await access('released').then(() => false, () => true)) await new Promise(done => setTimeout(done, 20));
                      return <p id="late">late</p>;
                    }
                    export default function Page() { return <><h1>early</h1><Counter /><Suspense fallback={<p id="waiting">waiting</p>}><Late /></Suspense></>; }
                    """,
                ["app/counter.js"] = Counter("one"),
            },
            (_, port) => ["node", Path.Combine(DevPackages.Folder, "node_modules/next/dist/bin/next"), "dev", "--hostname", "127.0.0.1", "--port", $"{port}"]);
        await using var proxy = await ProxiedUpstream.ProxyAsync(new DevProxyOptions { Upstream = next.Address }, new CollectedReports());

        // What is late can't come before the file is there, and that is written only when all before it has come.
        using var response = await proxy.Client.SendAsync(proxy.Navigation("/"), HttpCompletionOption.ResponseHeadersRead);
        using var body = new StreamReader(await response.Content.ReadAsStreamAsync());
        var text = await Browsing.ReadUntilAsync(body, "waiting");
        Assert.Contains("<script src=\"/_bridge/bridge.js\"></script>", text, StringComparison.Ordinal);
        Assert.DoesNotContain("id=\"late\"", text, StringComparison.Ordinal);
        next.Write("released", "");
        Assert.Contains("id=\"late\"", await body.ReadToEndAsync(), StringComparison.Ordinal);

        await Browsing.BrowseAsync(next.Address, async (page, sockets) =>
        {
            await page.WaitForFunctionAsync("document.querySelector('#late')?.textContent === 'late'");
            await SubscribedAsync(page, next);
            await page.WaitForFunctionAsync("(document.querySelector('button').click(), !document.querySelector('button').textContent.endsWith(' 0'))");
            next.Write("app/counter.js", Counter("two"));
            await page.WaitForFunctionAsync("/^two [1-9]/.test(document.querySelector('button').textContent)");
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
                    daemon off; master_process off; error_log stderr; pid "{{folder}}/pid";
                    events {}
                    http {
                      access_log off; gzip on; gzip_min_length 1; default_type text/plain; types { text/html html; }
                      client_body_temp_path "{{folder}}/t1"; proxy_temp_path "{{folder}}/t2"; fastcgi_temp_path "{{folder}}/t3"; uwsgi_temp_path "{{folder}}/t4"; scgi_temp_path "{{folder}}/t5";
                      server { listen 127.0.0.1:{{port}}; root "{{folder}}/site"; }
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

    private static string Counter(string label) =>
        $$"""'use client'; import { useState } from 'react'; export function Counter() { const [count, set] = useState(0); return <button onClick={() => set(count + 1)}>{{label}} {count}</button> }""";

    /// <summary>
    /// Waits until the page is told of changes: saves one after another until one shows in a page that wasn't reloaded for it. What is saved before a page has
    /// subscribed to its modules Next.js loses, or reloads the page for; and neither says when that has been done.
    /// </summary>
    private static async Task SubscribedAsync(IPage page, DevServer next)
    {
        for (var save = 1; ; save++)
        {
            await page.WaitForFunctionAsync($"window.kept = {save}");
            next.Write("app/counter.js", Counter($"save {save},"));
            try
            {
                await page.WaitForFunctionAsync(
                    $"window.kept === {save} && document.querySelector('button')?.textContent.startsWith('save {save}, ')", null, new() { Timeout = 15_000 });
                await page.EvaluateAsync("window.kept = true");
                return;
            }
            catch (TimeoutException) when (save < 8)
            {
                // Lost, or the page is another.
            }
        }
    }
}
