using System.Text;
using Bridge.E2E.Tests.Harness;
using Microsoft.Playwright;

namespace Bridge.E2E.Tests;

/// <summary>The LiveReload protocol with what speaks it: livereload-js in a browser, tiny-lr and livereload as other servers of it.</summary>
[Collection(BrowserCollection.Name)]
public sealed class LiveReloadToolTests(Chromium chromium) : IAsyncLifetime
{
    private readonly string _site = Directory.CreateTempSubdirectory("bridge-site-").FullName;
    private readonly string _sources = Directory.CreateTempSubdirectory("bridge-sources-").FullName;
    private Phone _phone = null!;

    public async Task InitializeAsync()
    {
        await File.WriteAllTextAsync(Path.Combine(_site, "index.html"), "<!doctype html><link rel=stylesheet href=/assets/style.css><h1>x</h1>");
        Directory.CreateDirectory(Path.Combine(_site, "assets"));
        await File.WriteAllTextAsync(Path.Combine(_site, "assets", "style.css"), "h1 { color: red }");
        _phone = await Phone.NewAsync(chromium);
    }

    public async Task DisposeAsync()
    {
        await _phone.DisposeAsync();
        Directory.Delete(_site, recursive: true);
        Directory.Delete(_sources, recursive: true);
    }

    [Theory]
    [InlineData("livereload-js")]
    [InlineData("the relay's own livereload.js")]
    public async Task Port_BrowserWithAClientAndAPostedChange_SwapsAndReloads(string client)
    {
        await using var relay = await RelayProcess.StartAsync(["relay", "--livereload-port", "0"]);
        var port = new Uri(relay.Ready.GetProperty("liveReload").GetString()!);
        await using var pages = await PageServer.StartAsync();
        var own = $"<script src='http://127.0.0.1:{port.Port}/livereload.js?snipver=1'></script>";
        var theirs = $"<script>LiveReloadOptions = {{ host: '127.0.0.1', port: {port.Port} }}</script><script>{await File.ReadAllTextAsync(Path.Combine(Repository.Root, "clients/node_modules/livereload-js/dist/livereload.js"))}</script>";
        pages.Html = $"<!doctype html><link rel=stylesheet href=/style.css><h1 id=title>x</h1>{(client == "livereload-js" ? theirs : own)}";
        var colour = "rgb(1, 2, 3)";
        await _phone.Page.RouteAsync("**/style.css*", route => route.FulfillAsync(new RouteFulfillOptions { ContentType = "text/css", Body = $"#title {{ color: {colour} }}" }));
        var greeted = Greeted();
        await _phone.Page.GotoAsync(pages.OtherSite);
        await greeted;
        await _phone.Page.EvaluateAsync("window.kept = true");

        // As "curl -d" does, and what calls it.
        colour = "rgb(4, 5, 6)";
        using var http = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{port.Port}") };
        using var body = new StringContent("""{ "files": ["src/style.css"] }""", Encoding.UTF8, "application/x-www-form-urlencoded");
        (await http.PostAsync("/changed", body)).EnsureSuccessStatusCode();
        await _phone.Page.WhenAsync("getComputedStyle(document.getElementById('title')).color === 'rgb(4, 5, 6)'");
        Assert.True(await _phone.Page.EvaluateAsync<bool>("window.kept"));

        (await http.GetAsync("/changed?files=index.html")).EnsureSuccessStatusCode();
        await _phone.Page.WhenAsync("!window.kept");
    }

    [Fact]
    public async Task OwnScript_SheetThatDoesNotLoad_LeavesThePageItsStyle()
    {
        await using var relay = await RelayProcess.StartAsync(["relay", "--livereload-port", "0"]);
        await using var pages = await PageServer.StartAsync();
        var (status, colour) = (200, "rgb(1, 2, 3)");
        await _phone.Page.RouteAsync("**/style.css?theme=1*", route => route.FulfillAsync(new RouteFulfillOptions { Status = status, ContentType = "text/css", Body = $"#title {{ color: {colour} }}" }));
        using var http = await OpenWithOwnScriptAsync(relay, pages);

        // Its load has failed when its link is gone; that of the page is still there.
        status = 404;
        (await http.GetAsync("/changed?files=style.css")).EnsureSuccessStatusCode();
        await _phone.Page.WhenAsync("performance.getEntriesByType('resource').some(load => load.name.includes('livereload=')) && document.querySelectorAll('link').length === 1");
        Assert.Equal("rgb(1, 2, 3)", await _phone.Page.EvaluateAsync<string>("getComputedStyle(document.getElementById('title')).color"));

        // Two saves, one after the other: one link is left of them.
        (status, colour) = (200, "rgb(4, 5, 6)");
        (await http.GetAsync("/changed?files=style.css")).EnsureSuccessStatusCode();
        (await http.GetAsync("/changed?files=style.css")).EnsureSuccessStatusCode();
        await _phone.Page.WhenAsync("getComputedStyle(document.getElementById('title')).color === 'rgb(4, 5, 6)' && document.querySelectorAll('link').length === 1");
        Assert.True(await _phone.Page.EvaluateAsync<bool>("window.kept"));
    }

    [Fact]
    public async Task Port_ImageOfAPageOfAnotherSite_ReloadsNothing()
    {
        await using var relay = await RelayProcess.StartAsync(["relay", "--livereload-port", "0"]);
        await using var pages = await PageServer.StartAsync();
        await _phone.Page.RouteAsync("**/style.css?theme=1*", route => route.FulfillAsync(new RouteFulfillOptions { ContentType = "text/css" }));
        using var http = await OpenWithOwnScriptAsync(relay, pages);

        await _phone.Page.EvaluateAsync($"new Promise(done => {{ const image = new Image(); image.onerror = image.onload = done; image.src = '{http.BaseAddress}changed' }}).then(() => 0)");

        // A reload would have come before this.
        (await http.GetAsync("/changed?files=style.css")).EnsureSuccessStatusCode();
        await _phone.Page.WhenAsync("document.querySelector('link').href.includes('livereload=')");
        Assert.True(await _phone.Page.EvaluateAsync<bool>("window.kept"));
    }

    [Fact]
    public async Task TinyLr_HasThePort_ItsChangesReachThePhone()
    {
        await using var tool = Tool.Start("node", "-e", "const lr = require('tiny-lr')(); lr.listen('0', () => console.log(lr.server.address().port))");
        var port = await tool.LineAsync();
        await using var relay = await RelayProcess.ServeAsync(_site, "--livereload-port", port);
        await FollowAsync(relay);

        using var http = new HttpClient { BaseAddress = new Uri($"http://localhost:{port}") };
        (await http.GetAsync("/changed?files=/elsewhere/style.css")).EnsureSuccessStatusCode();

        await SwappedAsync();
    }

    [Fact]
    public async Task LiveReloadServer_WatchesSources_ASaveReachesThePhone()
    {
        var sheet = Path.Combine(_sources, "style.css");
        await File.WriteAllTextAsync(sheet, "a {}");
        await using var tool = Tool.Start(
            "node", "-e", "const server = require('livereload').createServer({ port: 0 }, () => { server.watch(process.argv[1]); server.watcher.on('ready', () => console.log(server.config.server.address().port)) })", _sources);
        await using var relay = await RelayProcess.ServeAsync(_site, "--livereload-port", await tool.LineAsync());
        await FollowAsync(relay);

        await File.WriteAllTextAsync(sheet, "b {}");

        await SwappedAsync();
    }

    /// <summary>Opens a page of a server elsewhere that has the relay's own livereload.js, and waits until that listens. Returns the port's client.</summary>
    private async Task<HttpClient> OpenWithOwnScriptAsync(RelayProcess relay, PageServer pages)
    {
        var port = new Uri(relay.Ready.GetProperty("liveReload").GetString()!);
        pages.Html = $"<!doctype html><link rel=stylesheet href='/style.css?theme=1'><h1 id=title>x</h1><script src='{port}livereload.js'></script>";
        var greeted = Greeted();
        await _phone.Page.GotoAsync(pages.OtherSite);
        await greeted;
        await _phone.Page.EvaluateAsync("window.kept = true");
        return new HttpClient { BaseAddress = port };
    }

    /// <summary>Ends when the relay has answered to the next page's hello.</summary>
    private Task Greeted()
    {
        var greeted = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _phone.Page.WebSocket += (_, socket) => socket.FrameReceived += (_, frame) => _ = frame.Text?.Contains("hello", StringComparison.Ordinal) == true && greeted.TrySetResult();
        return greeted.Task.WaitAsync(Until.Limit);
    }

    private async Task FollowAsync(RelayProcess relay)
    {
        await relay.NoticeAsync("livereload-source");
        await _phone.PairAsync(relay.PairUrl);
        using var api = new RelayApi(relay.Console);
        var device = (await api.DevicesAsync(1, "online"))[0].GetProperty("device").GetString()!;
        await api.EvalAsync(device, "window.kept = true"); // Behind the question for its build that each page gets which connects.
    }

    private async Task SwappedAsync()
    {
        await _phone.Page.WhenAsync("document.querySelector('link').href.includes('/assets/style.css?bridge=')");
        Assert.True(await _phone.Page.EvaluateAsync<bool>("window.kept"));
    }
}
