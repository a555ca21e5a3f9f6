using System.Collections.Concurrent;
using System.Net.WebSockets;
using Bridge.E2E.Tests.Harness;
using Microsoft.AspNetCore.Http;

namespace Bridge.E2E.Tests;

/// <summary><c>bridge proxy</c> in front of a dev server, on a paired phone.</summary>
[Collection(BrowserCollection.Name)]
public sealed class ProxyTests(Chromium chromium)
{
    [Fact]
    public async Task Policy_OfAPage_IsExtendedAndTheConsoleShowsByWhat()
    {
        await using var upstream = await Upstream.StartAsync(context =>
        {
            context.Response.Headers.ContentSecurityPolicy = "default-src 'none'; script-src 'nonce-abc'";
            return PageAsync(context, "<script nonce=abc>document.title = 'its own'</script>");
        });
        await using var relay = await RelayProcess.StartAsync(["proxy", upstream.Address.ToString()]);
        using var api = new RelayApi(relay.Console);
        await using var phone = await Phone.NewAsync(chromium);
        await phone.PairAsync(relay.PairUrl);

        var policy = await Until.Async("the device's state says what was added", async () =>
            (await api.DevicesAsync(1, "online"))[0].TryGetProperty("policy", out var added) ? added.EnumerateArray().Select(one => one.GetString()!).ToList() : null);
        Assert.All(policy, added => Assert.StartsWith("connect-src ", added, StringComparison.Ordinal));
        Assert.Contains(policy, added => added.EndsWith("/_bridge/mqtt", StringComparison.Ordinal));
        Assert.Equal("its own", await phone.Page.TitleAsync());

        await using var desk = await Desk.OpenAsync(chromium, relay.ConsoleUrl);
        await desk.Page.GetByText("Policy extended").ClickAsync();
        await desk.ShowsAsync(policy[0]);
        Assert.Empty(desk.Errors);
    }

    [Theory]
    [InlineData("http")]
    [InlineData("https")]
    public async Task Socket_ToTheServersOwnPort_ComesThroughTheRelay(string scheme)
    {
        var origin = "";
        await using var upstream = await Upstream.StartAsync(async context =>
        {
            if (!context.WebSockets.IsWebSocketRequest)
            {
                await PageAsync(context, "");
                return;
            }

            origin = context.Request.Headers.Origin.ToString();
            using var socket = await context.WebSockets.AcceptWebSocketAsync();
            await socket.SendAsync("hot"u8.ToArray(), WebSocketMessageType.Text, endOfMessage: true, context.RequestAborted);
            await socket.CloseAsync(WebSocketCloseStatus.NormalClosure, null, context.RequestAborted);
        });
        await using var relay = await RelayProcess.StartAsync(["proxy", upstream.Address.ToString()]);
        using var api = new RelayApi(relay.Console);
        await using var phone = await Phone.NewAsync(chromium, ignoreCertificates: true);
        await phone.PairAsync((await api.TicketAsync()).GetProperty("urls").GetProperty(scheme).GetString()!);
        await api.DevicesAsync(1, "online");
        var sockets = new ConcurrentQueue<string>();
        phone.Page.WebSocket += (_, socket) => sockets.Enqueue(socket.Url); // the script's own among them, should it have to connect anew

        // As the client of webpack-dev-server does on any page: the page's host, and the port that was compiled in.
        var said = await phone.Page.EvaluateAsync<string>($"new Promise((done, fail) => {{ const s = new WebSocket('ws://' + location.hostname + ':{upstream.Address.Port}/ws?x'); s.onmessage = e => done(e.data); s.onerror = () => fail('refused') }})");

        Assert.Equal("hot", said);
        Assert.Equal(upstream.Address.GetLeftPart(UriPartial.Authority), origin);
        Assert.Equal(new Uri(phone.Page.Url).Authority, new Uri(Assert.Single(sockets, url => !url.EndsWith("/_bridge/mqtt", StringComparison.Ordinal))).Authority);
    }

    [Fact]
    public async Task Page_WhileItsServerIsAway_SaysSoAndComesBackByItself()
    {
        using var port = new HeldPort();
        var upstream = await Upstream.StartAsync(context => PageAsync(context, "<h1>here</h1>"), port.Number);
        await using var relay = await RelayProcess.StartAsync(["proxy", upstream.Address.ToString()]);
        await using var phone = await Phone.NewAsync(chromium);
        await phone.PairAsync(relay.PairUrl);
        await phone.Page.GetByText("here").WaitForAsync();

        await upstream.DisposeAsync();
        await phone.Page.ReloadAsync();
        await phone.Page.GetByText("is not running").WaitForAsync();
        await using var again = await Upstream.StartAsync(context => PageAsync(context, "<h1>here again</h1>"), port.Number);

        await phone.Page.GetByText("here again").WaitForAsync();
    }

    private static Task PageAsync(HttpContext context, string body)
    {
        context.Response.ContentType = "text/html; charset=utf-8";
        return context.Response.WriteAsync($"<!doctype html><html><head><title>x</title></head><body>{body}</body></html>");
    }
}
