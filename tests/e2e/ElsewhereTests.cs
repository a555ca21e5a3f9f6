using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Bridge.E2E.Tests.Harness;

namespace Bridge.E2E.Tests;

/// <summary>The script on pages that the relay doesn't serve, at an origin of their own.</summary>
[Collection(BrowserCollection.Name)]
public sealed class ElsewhereTests(Chromium chromium) : IAsyncLifetime
{
    private PageServer _pages = null!;
    private RelayProcess _relay = null!;
    private RelayApi _api = null!;
    private Phone _phone = null!;

    public async Task InitializeAsync()
    {
        _pages = await PageServer.StartAsync();
        _phone = await Phone.NewAsync(chromium);
        _relay = await RelayProcess.StartAsync(["relay", "--allow-origin", _pages.OtherSite, "--allow-origin", _pages.SameSite]);
        _api = new RelayApi(_relay.Console);
    }

    public async Task DisposeAsync()
    {
        await _phone.DisposeAsync();
        _api.Dispose();
        await _relay.DisposeAsync();
        await _pages.DisposeAsync();
    }

    [Fact]
    public async Task Page_Listed_PairsLogsAndEvaluates()
    {
        await VisitAsync(_pages.OtherSite, await TicketAsync());

        var device = await StateAsync("url", _pages.OtherSite + "/");
        await _api.LogAsync().FirstAsync(entry => entry.GetProperty("args")[0].GetProperty("value").GetString() == "early"); // logged right behind the script's tag, before there was a credential

        var reply = await _api.EvalAsync(device.GetProperty("device").GetString()!, "document.title + document.cookie");
        Assert.Equal("Elsewhere", reply.GetProperty("value").GetProperty("value").GetString());
        Assert.DoesNotContain(_phone.Seen, line => line.Contains("DeviceBridge", StringComparison.Ordinal) || line.StartsWith("uncaught", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Page_ReloadedWithTheUsedTicket_IsTheSameDevice()
    {
        await VisitAsync(_pages.OtherSite, await TicketAsync());
        var before = await StateAsync("url", _pages.OtherSite + "/");
        var device = before.GetProperty("device").GetString()!;

        await _api.CommandAsync(device, "reload", new { });

        await Until.Async("a new page of it is there", async () =>
            await _api.DevicesAsync(1, "online") is [var now] && now.TryGetProperty("page", out var page) && page.GetString() != before.GetProperty("page").GetString());
        Assert.Equal(device, Assert.Single(await _api.DevicesAsync()).GetProperty("device").GetString());
    }

    [Fact]
    public async Task Page_WithoutWebSockets_TakesHttpWithItsCredential()
    {
        await _phone.Page.AddInitScriptAsync("window.WebSocket = class { constructor() { setTimeout(() => this.onerror?.()); } close() {} };");

        await VisitAsync(_pages.OtherSite, await TicketAsync());

        await StateAsync("transport", "http");
    }

    [Fact]
    public async Task Page_NotListed_IsToldSoInItsConsoleAndStaysOut()
    {
        await using var other = await PageServer.StartAsync();
        other.Html = Page(await TicketAsync());

        await _phone.Page.GotoAsync(other.OtherSite);

        await _phone.SeesAsync($"does not let pages of {other.OtherSite} in. Start it with --allow-origin {other.OtherSite}");
        Assert.Equal("fine", await _phone.Page.EvaluateAsync<string>("window.own"));
        Assert.Empty(await _api.DevicesAsync());
    }

    [Fact]
    public async Task Page_TicketWasUsed_SaysThatItNeedsAnother()
    {
        var ticket = await TicketAsync();
        await VisitAsync(_pages.OtherSite, ticket);
        await _api.DevicesAsync(1, "online");
        await using var second = await Phone.NewAsync(chromium);

        await second.Page.GotoAsync(_pages.OtherSite);

        await second.SeesAsync("DeviceBridge: This ticket was used");
    }

    [Fact]
    public async Task Page_RelaysSiteAndItsCookie_IsNotPairedByTheCookie()
    {
        await _phone.PairAsync(_relay.PairUrl);
        await _api.DevicesAsync(1, "online");

        await VisitAsync(_pages.SameSite, "");

        await _phone.SeesAsync("needs a fresh ticket");
        await _api.DevicesAsync(1, "offline");
    }

    [Fact]
    public async Task Page_PolicyForbidsTheConnection_SaysWhatToAdd()
    {
        _pages.Policy = $"default-src 'none'; script-src 'unsafe-inline' {Relay}; connect-src 'self'";

        await VisitAsync(_pages.OtherSite, await TicketAsync());

        await _phone.SeesAsync($"Add to connect-src: {Relay} {Relay.Replace("http", "ws", StringComparison.Ordinal)}");
        Assert.Equal("fine", await _phone.Page.EvaluateAsync<string>("window.own"));
    }

    [Fact]
    public async Task Page_RelayIsDown_IsUnharmed()
    {
        var ticket = await TicketAsync();
        await _relay.KillAsync();

        await VisitAsync(_pages.OtherSite, ticket);

        Assert.Equal("fine", await _phone.Page.EvaluateAsync<string>("window.own"));
        Assert.DoesNotContain(_phone.Seen, line => line.StartsWith("uncaught", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Page_RelayGoesAndComesBack_IsConnectedAgain()
    {
        await VisitAsync(_pages.OtherSite, await TicketAsync());
        await _api.DevicesAsync(1, "online");

        await _relay.KillAsync();
        await _relay.RestartAsync();

        await _api.DevicesAsync(1, "online");
    }

    [Theory]
    [InlineData("/_bridge/pair/claim", true)]
    [InlineData("/_bridge/mqtt-http", true)]
    [InlineData("/_bridge/mqtt-http/abc", true)]
    [InlineData("/_bridge/ingest", true)]
    [InlineData("/", false)]
    [InlineData("/_bridge/pair", false)]
    [InlineData("/_bridge/secure", false)]
    [InlineData("/_bridge/check/facts", false)]
    public async Task Preflight_ListedOrigin_IsAnsweredForItsOwnPathsOnlyAndWithoutCookies(string path, bool allowed)
    {
        using var http = new HttpClient { BaseAddress = _relay.Device };
        foreach (var (origin, expected) in new[] { (_pages.OtherSite, allowed), ("https://evil.test", false), ("null", false) })
        {
            using var request = new HttpRequestMessage(HttpMethod.Options, path);
            request.Headers.Add("Origin", origin);
            request.Headers.Add("Access-Control-Request-Method", "POST");
            using var answer = await http.SendAsync(request);

            Assert.Equal(expected ? HttpStatusCode.NoContent : HttpStatusCode.Forbidden, answer.StatusCode);
            Assert.Equal(expected ? [origin] : [], answer.Headers.TryGetValues("Access-Control-Allow-Origin", out var allow) ? allow : []);
            Assert.False(answer.Headers.Contains("Access-Control-Allow-Credentials"));
        }
    }

    [Fact]
    public async Task Claim_OfAPageElsewhere_GivesACredentialAndNoCookie()
    {
        using var http = new HttpClient(new HttpClientHandler { UseCookies = false }) { BaseAddress = _relay.Device };
        using var request = new HttpRequestMessage(HttpMethod.Post, "/_bridge/pair/claim") { Content = JsonContent.Create(new { ticket = await TicketAsync() }) };
        request.Headers.Add("Origin", _pages.OtherSite);
        using var answer = await http.SendAsync(request);

        Assert.False(answer.Headers.Contains("Set-Cookie"));
        Assert.Equal(43, (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("credential").GetString()!.Length);
        using var own = await http.PostAsJsonAsync("/_bridge/pair/claim", new { ticket = await TicketAsync() });
        Assert.True(own.Headers.Contains("Set-Cookie"));
        Assert.False((await own.Content.ReadFromJsonAsync<JsonElement>()).TryGetProperty("credential", out _));
    }

    private string Relay => _relay.Device.GetLeftPart(UriPartial.Authority);

    private async Task<string> TicketAsync() => new Uri(await _api.PairUrlAsync()).Fragment[1..];

    private string Page(string ticket) =>
        $"<!doctype html><title>Elsewhere</title><script src=\"{Relay}/_bridge/bridge.js\" data-ticket=\"{ticket}\"></script><script>console.log('early'); window.own = 'fine';</script>";

    private async Task VisitAsync(string origin, string ticket)
    {
        _pages.Html = Page(ticket);
        await _phone.Page.GotoAsync(origin);
    }

    /// <summary>Waits until the one device tells something of itself.</summary>
    private async Task<JsonElement> StateAsync(string name, string value) => (await Until.Async<List<JsonElement>>($"its {name} is {value}", async () =>
        await _api.DevicesAsync(1, "online") is [var device] all && device.TryGetProperty(name, out var told) && told.GetString() == value ? all : null))[0];
}
