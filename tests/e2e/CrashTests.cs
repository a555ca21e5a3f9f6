using System.Text.Json;
using Bridge.E2E.Tests.Harness;

namespace Bridge.E2E.Tests;

/// <summary>The phone's tab crashes while the relay is away, with lines that nobody has yet.</summary>
[Collection(BrowserCollection.Name)]
public sealed class CrashTests(Chromium chromium) : PairedPhoneTest(chromium)
{
    private const int Lines = 300;

    [Fact]
    public async Task Crash_WithUnsentLinesWhileTheRelayIsAway_TheyArriveOnceAndInOrderWithTheTabsNextPage()
    {
        await Phone.Page.EvaluateAsync("for (let i = 0; i < 50; i++) console.log('n' + i)");
        await Relay.KillAsync();
        await Phone.Page.EvaluateAsync($"for (let i = 50; i < {Lines}; i++) console.log('n' + i)");
        await Phone.Page.WhenAsync($"Object.values(sessionStorage).some(text => text.includes('n{Lines - 1}'))");
        await CrashAsync();

        await Relay.RestartAsync();
        await ReopenAsync();
        await Api.DevicesAsync(1, "online");
        await Until.Async("the last line is kept", async () => (await KeptAsync()).Contains($"n{Lines - 1}"));
        Assert.Equal(Enumerable.Range(0, Lines).Select(number => $"n{number}"), (await KeptAsync()).Where(text => text.StartsWith('n')));
    }

    private async Task CrashAsync()
    {
        var crashed = new TaskCompletionSource();
        void OnCrash(object? sender, Microsoft.Playwright.IPage page) => crashed.TrySetResult();
        Phone.Page.Crash += OnCrash;
        _ = Phone.DevTools.SendAsync("Page.crash").ContinueWith(static sent => sent.Exception, TaskScheduler.Default); // A tab that crashes doesn't answer.
        await crashed.Task.WaitAsync(Until.Limit);
        Phone.Page.Crash -= OnCrash;
    }

    /// <summary>As a person does who sees the crash and taps "reload": the same tab, a new renderer.</summary>
    private Task<JsonElement?> ReopenAsync() => Phone.DevTools.SendAsync("Page.navigate", new Dictionary<string, object> { ["url"] = Relay.Device.ToString() });

    private async Task<List<string>> KeptAsync()
    {
        var text = await Api.Http.GetStringAsync($"/api/rooms/main/log?device={Device}");
        return [.. text.Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .SelectMany(line => JsonElement.Parse(line).GetProperty("payload").GetProperty("items").EnumerateArray())
            .Select(item => item.GetProperty("args")[0].GetProperty("value").ToString())];
    }
}
