using Bridge.E2E.Tests.Harness;
using Microsoft.Playwright;

namespace Bridge.E2E.Tests;

/// <summary>
/// The bookmarklet of the web console on pages that the relay doesn't serve. A bookmark is a navigation of the browser's to its address, which a page's
/// policy doesn't stop; the script that it adds is the page's.
/// </summary>
[Collection(BrowserCollection.Name)]
public sealed class BookmarkletTests(Chromium chromium) : IAsyncLifetime
{
    private readonly string _home = Directory.CreateTempSubdirectory("bridge-home-").FullName;
    private PageServer _pages = null!;
    private RelayProcess _relay = null!;
    private RelayApi _api = null!;

    public async Task InitializeAsync()
    {
        _pages = await PageServer.StartAsync();
        _pages.Html = "<!doctype html><title>Elsewhere</title><h1>Somebody's page</h1>";
        _relay = await RelayProcess.StartAsync(["relay", "--no-tls", "--allow-origin", _pages.OtherSite]);
        _api = new RelayApi(_relay.Console);
    }

    public async Task DisposeAsync()
    {
        _api.Dispose();
        await _relay.DisposeAsync();
        await _pages.DisposeAsync();
        Directory.Delete(_home, recursive: true);
    }

    [Fact]
    public async Task Bookmark_ClickedOnAPage_PairsIt()
    {
        await using var phone = await VisitAsync(chromium.Browser);

        await ClickAsync(phone);

        var device = (await _api.DevicesAsync(1, "online"))[0];
        var reply = await _api.EvalAsync(device.GetProperty("device").GetString()!, "document.title");
        Assert.True(reply.ValueKind == System.Text.Json.JsonValueKind.Object, $"{reply}; {string.Join("; ", phone.Seen)}");
        Assert.Equal("Elsewhere", reply.GetProperty("value").GetProperty("value").GetString());
    }

    [Theory]
    [InlineData("script-src 'self'", "Content-Security-Policy keeps the script out (directive: script-src")]
    [InlineData("require-trusted-types-for 'script'", "(directive: require-trusted-types-for)")]
    public async Task Bookmark_PolicyForbidsTheScript_IsSaidOnThePageAndInItsConsole(string policy, string expected)
    {
        _pages.Policy = policy;
        await using var phone = await VisitAsync(chromium.Browser);

        var shown = await TroubleAsync(phone);

        Assert.Contains(expected, shown, StringComparison.Ordinal);
        Assert.Contains($"Allow {_relay.Device.GetLeftPart(UriPartial.Authority)}", shown, StringComparison.Ordinal);
        await phone.SeesAsync("warning: " + shown);
    }

    [Theory]
    [InlineData("denied", "Local network access")]
    [InlineData("prompt", "choose Allow")]
    public async Task Bookmark_PublicPageThatMayNotReachTheNetwork_SaysWhereToAllowIt(string permission, string expected)
    {
        await using var browser = await PublicPagesAsync();
        await using var phone = await VisitAsync(browser.Browser);
        await PermitAsync(browser.Browser, permission);

        Assert.Contains(expected, await TroubleAsync(phone), StringComparison.Ordinal);
        await phone.SeesAsync("Permission was denied"); // Chromium's own words
    }

    [Fact]
    public async Task Bookmark_PublicPageThatMayReachTheNetwork_PairsIt()
    {
        await using var browser = await PublicPagesAsync();
        await using var phone = await VisitAsync(browser.Browser);
        await PermitAsync(browser.Browser, "granted");

        await ClickAsync(phone);

        await _api.DevicesAsync(1, "online");
    }

    [Fact]
    public async Task Bookmark_HttpsPageAndHttpRelay_SaysThatBrowsersBlockIt()
    {
        // By a name that isn't this machine's: what is served from 127.0.0.1 or localhost is never mixed content.
        const string relayHost = "relay.test";
        await using var pages = await PageServer.StartAsync(Certificates.Make("localhost"));
        pages.Html = _pages.Html;
        await using var relay = await RelayProcess.StartAsync(["relay", "--no-tls", "--host", relayHost, "--allow-origin", pages.OtherSite]);
        await using var browser = await TrustingBrowser.StartAsync(_home, $"--host-resolver-rules=MAP {relayHost} 127.0.0.1");
        await using var phone = await Phone.NewAsync(browser.Browser, ignoreCertificates: true);
        await phone.Page.GotoAsync(pages.OtherSite);

        var shown = await TroubleAsync(phone, relay.ConsoleUrl);

        Assert.Contains($"this page is https and its relay's address (http://{relayHost}:{relay.Device.Port}) is http, which browsers block", shown, StringComparison.Ordinal);
        await phone.SeesAsync("Mixed Content", $"http://{relayHost}:{relay.Device.Port}/_bridge/bridge.js"); // Chromium's own words
    }

    /// <summary>A Chromium for which the pages' server is on the internet, and the relay in the local network.</summary>
    private Task<TrustingBrowser> PublicPagesAsync() =>
        TrustingBrowser.StartAsync(_home, $"--ip-address-space-overrides=127.0.0.1:{_pages.Port}=public,127.0.0.1:{_relay.Device.Port}=local");

    private async Task<Phone> VisitAsync(IBrowser browser)
    {
        var phone = await Phone.NewAsync(browser);
        await phone.Page.GotoAsync(_pages.OtherSite);
        return phone;
    }

    private async Task PermitAsync(IBrowser browser, string setting)
    {
        var devTools = await browser.NewBrowserCDPSessionAsync();
        var targets = (await devTools.SendAsync("Target.getTargets"))!.Value.GetProperty("targetInfos").EnumerateArray();
        var context = targets.First(target => target.GetProperty("url").GetString()!.StartsWith(_pages.OtherSite, StringComparison.Ordinal)).GetProperty("browserContextId").GetString()!;
        foreach (var name in new[] { "local-network-access", "local-network", "loopback-network" })
        {
            await devTools.SendAsync("Browser.setPermission", new() { ["permission"] = new { name }, ["setting"] = setting, ["origin"] = _pages.OtherSite, ["browserContextId"] = context });
        }
    }

    /// <summary>The address of the bookmark, as the console has it.</summary>
    private async Task ClickAsync(Phone phone, string? console = null)
    {
        await using var desk = await Desk.OpenAsync(chromium, console ?? await _api.ConsoleUrlAsync());
        await desk.LiveAsync();
        await desk.Page.GetByRole(AriaRole.Button, new() { Name = "Other page" }).ClickAsync();
        await desk.Page.WhenAsync("document.querySelector('.pair-actions a')?.href.startsWith('javascript:')");
        var address = await desk.Page.EvaluateAsync<string>("document.querySelector('.pair-actions a').href");
        await phone.DevTools.SendAsync("Page.navigate", new() { ["url"] = address });
    }

    /// <summary>What the bookmark says in a dialog.</summary>
    private async Task<string> TroubleAsync(Phone phone, string? console = null)
    {
        var shown = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
        phone.Page.Dialog += (_, dialog) =>
        {
            shown.TrySetResult(dialog.Message);
            _ = dialog.AcceptAsync();
        };
        await ClickAsync(phone, console);
        var text = await shown.Task.WaitAsync(Until.Limit);
        Assert.StartsWith("DeviceBridge: ", text, StringComparison.Ordinal);
        return text;
    }
}
