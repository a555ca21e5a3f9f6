using System.Collections.Concurrent;
using Bridge.E2E.Tests.Harness;
using Microsoft.Playwright;

namespace Bridge.E2E.Tests;

/// <summary>A desktop on which WebSockets to the relay don't open: the web console falls back to what HTTP can do.</summary>
[Collection(BrowserCollection.Name)]
public sealed class BlockedWebSocketTests(Chromium chromium) : PairedPhoneTest(chromium)
{
    /// <summary>As a proxy that refuses the upgrade: the socket fails.</summary>
    private const string Refused = "window.WebSocket = class extends EventTarget { constructor() { super(); setTimeout(() => { this.onerror?.(new Event('error')); this.onclose?.(new CloseEvent('close')); }); } close() {} };";

    /// <summary>As a proxy that swallows it: nothing ever happens.</summary>
    private const string Swallowed = "window.WebSocket = class extends EventTarget { readyState = 0; close() { this.onclose?.(new CloseEvent('close')); } send() {} };";

    private const string NoEvents = "delete window.EventSource;";

    [Theory]
    [InlineData(Refused, "text/event-stream")]
    [InlineData(Swallowed, "text/event-stream")]
    [InlineData(Refused + NoEvents, "application/octet-stream")]
    public async Task Console_WithoutWebSockets_IsLiveOverHttpAndSaysSo(string blockade, string expected)
    {
        var types = new ConcurrentQueue<string>();
        await using var desk = await Desk.OpenAsync(Chromium, Relay.ConsoleUrl, blockade, page => page.Response += (_, response) =>
        {
            if (response.Url.Contains("/hubs/console?id=", StringComparison.Ordinal) && response.Request.Method == "GET")
            {
                types.Enqueue(response.Headers.GetValueOrDefault("content-type", ""));
            }
        });

        await desk.LiveAsync();
        await desk.Page.GetByText("over HTTP").WaitForAsync();
        await Phone.Page.EvaluateAsync("for (let i = 0; i < 200; i++) console.log('line ' + i)");
        await desk.ShowsAsync("line 199");
        await Until.Async($"the browser has told of {expected}", () => Task.FromResult(types.Any(type => type.StartsWith(expected, StringComparison.Ordinal))));
        Assert.Empty(desk.Errors);

        await Relay.KillAsync();
        await desk.Page.WhenAsync("window.__bridgeConsole.connection() !== 'live'");
        await Relay.RestartAsync();
        await desk.LiveAsync();
        await Api.DevicesAsync(1, "online");
        await Phone.Page.EvaluateAsync("console.log('after')");
        await desk.ShowsAsync("after");
    }

    /// <summary>A busy machine may take longer to open a socket than the four seconds that the console gives it.</summary>
    private const string Patient = "{ const set = window.setTimeout; window.setTimeout = (run, ms, ...more) => set(run, ms === 4000 ? 60000 : ms, ...more); }";

    [Fact]
    public async Task Console_WithWebSockets_AsksForNothingElse()
    {
        await using var desk = await Desk.OpenAsync(Chromium, Relay.ConsoleUrl, Patient);
        await desk.LiveAsync();
        Assert.Equal(0, await desk.Page.GetByText("over HTTP").CountAsync());
        Assert.Equal(0, await desk.Page.EvaluateAsync<int>("performance.getEntriesByType('resource').filter(entry => entry.name.includes('negotiate')).length"));
        await desk.Page.GetByText("WebSocket", new PageGetByTextOptions { Exact = true }).WaitForAsync(); // Of the phone, too.
    }
}
