using Bridge.E2E.Tests.Harness;

namespace Bridge.E2E.Tests;

/// <summary>The relay dies and comes back: the page is unharmed, the device back by itself, nothing that was acknowledged is lost.</summary>
[Collection(BrowserCollection.Name)]
public sealed class RestartTests(Chromium chromium) : PairedPhoneTest(chromium)
{
    [Fact]
    public async Task Kill_AndRestart_PageUnharmedAndEverythingArrivesOnceInOrder()
    {
        var origin = await Phone.Page.EvaluateAsync<double>("performance.timeOrigin");
        await Phone.Page.EvaluateAsync("for (let i = 0; i < 50; i++) console.log('n' + i)");
        await Relay.KillAsync();
        Phone.Seen.Clear();
        await Phone.Page.EvaluateAsync("for (let i = 50; i < 100; i++) console.log('n' + i)");
        Assert.Equal(Enumerable.Range(50, 50).Select(number => $"log: n{number}"), Phone.Seen.Where(line => line.StartsWith("log:", StringComparison.Ordinal)));

        await Relay.RestartAsync();

        await Api.DevicesAsync(1, "online");
        await Phone.Page.EvaluateAsync("console.log('end')");
        Assert.Equal([.. Enumerable.Range(0, 100).Select(number => $"n{number}"), "end"], await TextsUntilAsync("end"));
        Assert.Equal(origin, await Phone.Page.EvaluateAsync<double>("performance.timeOrigin")); // no reload
        Assert.DoesNotContain(Phone.Seen, line => line.StartsWith("uncaught", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Kill_AndRestart_TheDeviceIsBackOverWebSocket()
    {
        var asked = new TaskCompletionSource();
        Phone.Page.RequestFailed += (_, request) =>
        {
            if (request.Url.Contains("/_bridge/mqtt-http", StringComparison.Ordinal))
            {
                asked.TrySetResult(); // Neither the socket nor HTTP was answered.
            }
        };
        await Relay.KillAsync();
        await asked.Task.WaitAsync(Until.Limit);

        await Relay.RestartAsync();

        await Until.Async("the device is back over WebSocket", async () =>
            (await Api.DevicesAsync(1, "online"))[0].TryGetProperty("transport", out var transport) && transport.GetString() == "ws");
    }

    [Fact]
    public async Task Stop_ByTerm_EndsCleanlyAndTheDeviceComesBack()
    {
        Assert.Equal(0, await Relay.StopAsync());

        await Relay.RestartAsync();

        Assert.Equal(Device, (await Api.DevicesAsync(1, "online"))[0].GetProperty("device").GetString());
    }

    [Fact]
    public async Task Kill_WithAWebConsoleOpen_ItComesBackByItself()
    {
        await using var desk = await Desk.OpenAsync(Chromium, Relay.ConsoleUrl);
        await desk.LiveAsync();
        await Phone.Page.EvaluateAsync("console.log('before')");
        await desk.ShowsAsync("before");

        await Relay.KillAsync();
        await desk.Page.WhenAsync("window.__bridgeConsole.connection() !== 'live'");
        await Relay.RestartAsync();

        await desk.LiveAsync();
        await Phone.Page.EvaluateAsync("console.log('after')");
        await desk.ShowsAsync("after");
        await desk.ShowsAsync("before");
    }

    /// <summary>What the page logged, by a console that knows duplicates by their numbers.</summary>
    private async Task<List<string>> TextsUntilAsync(string last)
    {
        var entries = new SortedDictionary<long, string>();
        await foreach (var message in Api.StreamAsync())
        {
            if (!message.TryGetProperty("topic", out var topic) || !topic.GetString()!.EndsWith("/up/log", StringComparison.Ordinal))
            {
                continue;
            }

            var batch = message.GetProperty("payload");
            var seq = batch.GetProperty("seq").GetInt64();
            foreach (var item in batch.GetProperty("items").EnumerateArray())
            {
                entries[seq++] = item.GetProperty("args")[0].GetProperty("value").GetString()!;
            }

            if (entries.ContainsValue(last))
            {
                break;
            }
        }

        return [.. entries.Values];
    }
}
