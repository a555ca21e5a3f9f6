using System.Collections.Concurrent;
using System.Net.WebSockets;
using System.Text;
using System.Text.RegularExpressions;
using Bridge.Injector.Tests.Proxy;
using Bridge.Injector.Tests.Support;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Playwright;
using Xunit.Abstractions;

namespace Bridge.Injector.Tests.Acceptance;

/// <summary>
/// The acceptance table through a real upstream, a real proxy and a real Chromium. A row holds where the script ran once, before the
/// page's own, and its socket opened; where the page is as without it; and where its bytes are the upstream's plus one tag. The
/// table is printed, written to <c>artifacts/injection.md</c>, and must be the one of <c>docs/injection.md</c>.
/// </summary>
public sealed partial class AcceptanceTableTests(ITestOutputHelper output) : IDisposable
{
    private const string Script = """
        window.bridgeRuns = (window.bridgeRuns || 0) + 1;
        window.bridgeSocket = new Promise(done => {
          const socket = new WebSocket(location.origin.replace("http", "ws") + "/_bridge/mqtt", "mqtt");
          socket.onopen = () => done("open");
          socket.onerror = () => done("error");
        });
        """;

    private readonly ConcurrentDictionary<string, TableRow> _pages = new();
    private readonly List<(string Row, string Happened, bool Holds)> _table = [];
    private readonly SemaphoreSlim _rest = new(0);

    public void Dispose() => _rest.Dispose();

    [Fact]
    public async Task Table_EveryRow_Holds()
    {
        await using var site = await ProxiedUpstream.StartAsync(AnswerAsync, before: OwnPaths);
        using var playwright = await Playwright.CreateAsync();
        await using var chromium = await playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions
        {
            ExecutablePath = Environment.GetEnvironmentVariable("BRIDGE_CHROMIUM") ?? "/usr/bin/chromium",
            Args = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--disable-background-networking", "--disable-component-update", "--disable-sync"],
        });
        await using var context = await chromium.NewContextAsync(new BrowserNewContextOptions { AcceptDownloads = true });
        var page = await context.NewPageAsync();
        foreach (var row in TableRows.All())
        {
            await CheckAsync(site, page, row);
        }

        await CheckStreamAsync(site, page);
        await CheckScriptsAsync(site, page);
        await CheckDownloadAsync(site, page);
        await CheckLinksAsync(page);
        await CheckServiceWorkerAsync(site, page);
        var table = WriteReport();
        Assert.True(_table.TrueForAll(row => row.Holds), string.Join('\n', _table.Where(row => !row.Holds).Select(row => $"{row.Row}: {row.Happened}")));
        var documented = await File.ReadAllTextAsync(Path.Combine(Repository(), "docs", "injection.md"));
        Assert.True(documented.ReplaceLineEndings("\n").Contains(string.Join('\n', table), StringComparison.Ordinal), "docs/injection.md has another table than artifacts/injection.md");
    }

    private async Task CheckAsync(ProxiedUpstream site, IPage page, TableRow row)
    {
        var path = $"/row/{_pages.Count}";
        _pages[path] = row;
        await page.GotoAsync(new Uri(site.Proxy.Address, path).AbsoluteUri);
        var faults = new List<string>();
        var runs = await page.EvaluateAsync<int?>("window.bridgeRuns ?? 0");
        var expected = row.Reason is null || row.Holds?.Contains("bridgeRuns === 1", StringComparison.Ordinal) == true ? 1 : 0;
        Expect(runs == expected, $"the script ran {runs} times");
        Expect(runs == 0 || await page.EvaluateAsync<string>("window.bridgeSocket") == "open", "its socket did not open");
        Expect(row.Title is null || await page.TitleAsync() == row.Title, $"the title is {await page.TitleAsync()}");
        Expect(row.Holds is null || await page.EvaluateAsync<bool>($"!!({row.Holds})"), $"not so: {row.Holds}");

        var report = site.Reports.LastOf(path);
        Expect(row.Reason is null ? report.Injected : report.Reason?.Contains(row.Reason, StringComparison.OrdinalIgnoreCase) == true, $"reported: {report.Reason ?? "injected"}");
        Expect(row.RewritesMeta || await SameBytesAsync(site, path, row), "other bytes have changed");
        if (runs == 1 && row.Headers.ContainsKey("ETag"))
        {
            await page.ReloadAsync();
            Expect(await page.EvaluateAsync<int>("window.bridgeRuns") == 1, "after a 304 it did not run");
        }

        var added = report.Added.Count == 0 ? "" : $"; policy + `{string.Join("`, `", report.Added.Distinct().Select(text => OwnNonce().Replace(text.Replace(site.Proxy.Address.Authority, "host", StringComparison.Ordinal), "'nonce-…'")))}`";
        var happened = row.Reason is null ? $"ran once, socket open{added}" : $"passed unmodified: {report.Reason}{(runs == 1 ? "; that one ran once" : "")}";
        _table.Add((row.Name, faults.Count == 0 ? happened : string.Join("; ", faults), faults.Count == 0));

        void Expect(bool holds, string fault)
        {
            if (!holds)
            {
                faults.Add(fault);
            }
        }
    }

    // As the upstream sent it, or with one tag more, in the page's own encoding.
    private static async Task<bool> SameBytesAsync(ProxiedUpstream site, string path, TableRow row)
    {
        var response = await site.Proxy.NavigateAsync(path);
        var body = await response.Content.ReadAsByteArrayAsync();
        var sent = row.Reason is null ? row.Body : row.Coded ?? row.Body;
        if (row.Reason is not null)
        {
            return body.AsSpan().SequenceEqual(sent);
        }

        var start = row.Body.AsSpan().CommonPrefixLength(body);
        var length = body.Length - row.Body.Length;

        // The tag may begin as what follows it does: `<script`, in one or two bytes a character.
        for (var at = start; at >= Math.Max(0, start - 14); at--)
        {
            var isTag = Encoding.UTF8.GetString(body, at, length).Replace("\0", "").Contains("<script src=\"/_bridge/bridge.js\"", StringComparison.Ordinal);
            if (isTag && row.Body.AsSpan(at).SequenceEqual(body.AsSpan(at + length)))
            {
                return true;
            }
        }

        return false;
    }

    // The rest is sent only when the browser has shown the beginning and run the script.
    private async Task CheckStreamAsync(ProxiedUpstream site, IPage page)
    {
        await page.GotoAsync(new Uri(site.Proxy.Address, "/stream").AbsoluteUri, new PageGotoOptions { WaitUntil = WaitUntilState.Commit });
        await page.WaitForFunctionAsync("document.querySelector('#first')");
        var early = await page.EvaluateAsync<int?>("document.querySelector('#rest') ? -1 : window.bridgeRuns ?? 0");
        _rest.Release();
        await page.WaitForFunctionAsync("document.querySelector('#rest')");
        _table.Add(("a page that streams, its rest held back", early == 1 ? "shown and ran once before the rest was sent" : $"ran {early} times before the rest was sent", early == 1));
    }

    private async Task CheckDownloadAsync(ProxiedUpstream site, IPage page)
    {
        await page.GotoAsync(new Uri(site.Proxy.Address, "/plain").AbsoluteUri);
        var download = await page.RunAndWaitForDownloadAsync(() => page.EvaluateAsync("location.href = '/download'"));
        using var text = new StreamReader(await download.CreateReadStreamAsync());
        var got = await text.ReadToEndAsync();
        _table.Add(("a page that is a download", got == "<!doctype html><head>kept" ? "as sent" : got, got == "<!doctype html><head>kept"));
    }

    private async Task CheckLinksAsync(IPage page)
    {
        foreach (var rewrite in (bool[])[false, true])
        {
            await using var site = await ProxiedUpstream.StartAsync(AnswerAsync, options => options.RewriteLinks = rewrite, OwnPaths);
            await page.GotoAsync(new Uri(site.Proxy.Address, "/links").AbsoluteUri);
            var to = await page.EvaluateAsync<string>("document.links[0].origin === location.origin && document.images[0].currentSrc.startsWith(location.origin) ? 'the phone' : 'the upstream'");
            var said = await page.EvaluateAsync<string>("window.own.startsWith(location.origin) ? 'rewritten' : 'as sent'");
            var holds = to == (rewrite ? "the phone" : "the upstream") && said == "as sent";
            _table.Add(($"absolute links to the upstream's own origin{(rewrite ? ", with `--rewrite-links`" : "")}", $"links lead to {to}; scripts {said}", holds));
        }
    }

    // What scripts of a page fetch, and its own sockets.
    private async Task CheckScriptsAsync(ProxiedUpstream site, IPage page)
    {
        await page.GotoAsync(new Uri(site.Proxy.Address, "/plain").AbsoluteUri);
        await Row("a fragment that a script fetches", "fetch('/fragment').then(r => r.text())", "<head></head><li>one</li>");
        await Row("a fragment that htmx fetches", "fetch('/fragment', { headers: { 'HX-Request': 'true', Accept: 'text/html' } }).then(r => r.text())", "<head></head><li>one</li>");
        await Row("the head of a page alone", "fetch('/fragment', { method: 'HEAD' }).then(r => r.headers.get('content-type'))", "text/html");
        await Row("JSON", "fetch('/json').then(r => r.text())", "{\"head\":\"<head>\"}");
        await Row("a range", "fetch('/fragment', { headers: { Range: 'bytes=0-5' } }).then(r => r.text())", "<head></head><li>one</li>");
        await Row("server-sent events", "new Promise(done => { const s = new EventSource('/events'); s.onmessage = e => { s.close(); done(e.data) } })", "<head>");
        await Row("a redirect to the upstream's own origin", "fetch('/redirect').then(r => String(r.url === location.origin + '/fragment'))", "true");
        await Row("a cookie with Domain, SameSite and HttpOnly", "fetch('/cookie').then(() => fetch('/cookies')).then(r => r.text())", "a=1");
        await Row("a WebSocket with a subprotocol", "new Promise(done => { const s = new WebSocket(location.origin.replace('http', 'ws') + '/socket', ['a', 'vite-hmr']); s.onmessage = e => done(s.protocol + ' ' + e.data); s.onopen = () => s.send('hi') })", "vite-hmr hi");

        async Task Row(string name, string script, string expected)
        {
            var got = await page.EvaluateAsync<string>(script);
            _table.Add((name, got == expected ? "as sent" : got, got == expected));
        }
    }

    private async Task CheckServiceWorkerAsync(ProxiedUpstream site, IPage page)
    {
        await page.GotoAsync(new Uri(site.Proxy.Address, "/plain").AbsoluteUri);
        await page.EvaluateAsync("navigator.serviceWorker.register('/worker.js').then(() => navigator.serviceWorker.ready).then(() => undefined)");
        await page.GotoAsync(new Uri(site.Proxy.Address, "/cached").AbsoluteUri);
        var (runs, fromCache) = (await page.EvaluateAsync<int?>("window.bridgeRuns ?? 0"), await page.EvaluateAsync<bool>("!!navigator.serviceWorker.controller"));
        _table.Add(("a service worker that shows a page from its cache", $"ran {runs} times, {(fromCache ? "page controlled by the worker" : "no worker")}".Replace("1 times", "once", StringComparison.Ordinal), runs == 1 && fromCache));
    }

    private async Task AnswerAsync(HttpContext context)
    {
        var response = context.Response;
        var path = context.Request.Path.Value!;
        if (_pages.TryGetValue(path, out var row))
        {
            if (row.Headers.TryGetValue("ETag", out var tag) && context.Request.Headers.IfNoneMatch == tag)
            {
                response.StatusCode = StatusCodes.Status304NotModified;
                response.Headers.ETag = tag;
                return;
            }

            await row.AnswerAsync(context);
            return;
        }

        (response.ContentType, var body) = path switch
        {
            "/json" => ("application/json", "{\"head\":\"<head>\"}"),
            "/events" => ("text/event-stream", "data: <head>\n\n"),
            "/worker.js" => ("text/javascript", "oninstall = e => { skipWaiting(); e.waitUntil(caches.open('c').then(c => c.addAll(['/cached']))) }; onactivate = e => e.waitUntil(clients.claim()); onfetch = e => e.respondWith(caches.match(e.request).then(r => r || fetch(e.request)))"),
            "/cookies" => ("text/plain", context.Request.Headers.Cookie.ToString()),
            "/fragment" => ("text/html", "<head></head><li>one</li>"),
            "/download" => ("text/html", "<!doctype html><head>kept"),
            "/links" => ("text/html", $"<!doctype html><head><title>t</title></head><a href=http://{context.Request.Host}/x>x</a><img srcset='http://{context.Request.Host}/i.svg 1x'><script>window.own = 'http://{context.Request.Host}/'</script>"),
            "/i.svg" => ("image/svg+xml", "<svg xmlns='http://www.w3.org/2000/svg' width='1' height='1'/>"),
            _ => ("text/html", "<!doctype html><head><title>t</title></head><body>x"),
        };
        switch (path)
        {
            case "/redirect":
                response.Redirect($"http://{context.Request.Host}/fragment");
                return;
            case "/cookie":
                response.Headers.SetCookie = "a=1; Domain=127.0.0.1; Path=/; HttpOnly; SameSite=Strict";
                return;
            case "/download":
                response.Headers.ContentDisposition = "attachment; filename=kept.html";
                await response.WriteAsync(body);
                return;
            case "/stream":
                await response.WriteAsync("<!doctype html><head><title>t</title></head><p id=first>x</p>" + new string(' ', 2000));
                await response.Body.FlushAsync();
                await _rest.WaitAsync(context.RequestAborted);
                await response.WriteAsync("<p id=rest>y</p>");
                return;
            case "/socket":
                await EchoAsync(context);
                return;
            default:
                await response.WriteAsync(body);
                return;
        }
    }

    private static async Task EchoAsync(HttpContext context)
    {
        using var socket = await context.WebSockets.AcceptWebSocketAsync("vite-hmr");
        var buffer = new byte[1024];
        var message = await socket.ReceiveAsync(buffer.AsMemory(), context.RequestAborted);
        await socket.SendAsync(buffer.AsMemory(0, message.Count), WebSocketMessageType.Text, endOfMessage: true, context.RequestAborted);
        await socket.CloseAsync(WebSocketCloseStatus.NormalClosure, null, context.RequestAborted);
    }

    // What the relay itself answers: the script and its socket.
    private static void OwnPaths(IApplicationBuilder app)
    {
        app.UseWebSockets();
        app.Use(async (context, next) =>
        {
            if (context.Request.Path == "/_bridge/bridge.js")
            {
                // A page in UTF-16 reads a script that states no charset as UTF-16 too.
                context.Response.ContentType = "text/javascript; charset=utf-8";
                await context.Response.WriteAsync(Script);
            }
            else if (context.Request.Path == "/_bridge/mqtt")
            {
                using var socket = await context.WebSockets.AcceptWebSocketAsync("mqtt");
                await socket.ReceiveAsync(new byte[1].AsMemory(), context.RequestAborted).AsTask().ContinueWith(_ => { }, TaskScheduler.Default);
            }
            else
            {
                await next(context);
            }
        });
    }

    private string[] WriteReport()
    {
        string[] table =
        [
            "| row | what happened | verdict |",
            "|---|---|---|",
            .. _table.Select(row => $"| {Cell(row.Row)} | {Cell(row.Happened)} | {(row.Holds ? "holds" : "**fails**")} |"),
        ];
        File.WriteAllLines(Path.Combine(Directory.CreateDirectory(Path.Combine(Repository(), "artifacts")).FullName, "injection.md"), table);
        output.WriteLine(string.Join('\n', table));
        return table;
    }

    private static string Cell(string text) => text.Replace("<", "&lt;").Replace("|", "\\|");

    private static string Repository()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "DeviceBridge.sln")))
        {
            folder = folder.Parent!;
        }

        return folder.FullName;
    }

    [GeneratedRegex("'nonce-[A-Za-z0-9+/]{22}=='")]
    private static partial Regex OwnNonce();
}
