using System.Text.Json;
using Bridge.E2E.Tests.Harness;

namespace Bridge.E2E.Tests;

/// <summary>What a page logs, on its way to the relay's consoles.</summary>
[Collection(BrowserCollection.Name)]
public sealed class ConsoleFeedTests(Chromium chromium) : PairedPhoneTest(chromium)
{
    [Fact]
    public async Task Log_PlainCall_ArrivesWithThePagesCallSite()
    {
        await Phone.Page.EvaluateAsync("logPlain()");

        var entry = await EntryAsync(entry => FirstText(entry) == "plain");
        var site = entry.GetProperty("site");

        Assert.Equal("log", entry.GetProperty("level").GetString());
        Assert.Equal(42, entry.GetProperty("args")[1].GetProperty("value").GetInt32());
        Assert.EndsWith("/page.js", site.GetProperty("url").GetString(), StringComparison.Ordinal);
        Assert.Equal(4, site.GetProperty("line").GetInt32());
        Assert.Equal("logPlain", site.GetProperty("function").GetString());
    }

    [Fact]
    public async Task Uncaught_Error_ArrivesWithItsPlaceAndStack()
    {
        await Phone.Page.EvaluateAsync("throwLater()");

        var entry = await EntryAsync(entry => entry.GetProperty("method").GetString() == "uncaught");

        Assert.Equal("error", entry.GetProperty("level").GetString());
        Assert.Contains("boom", entry.GetRawText(), StringComparison.Ordinal);
        Assert.Equal(8, entry.GetProperty("site").GetProperty("line").GetInt32());
        Assert.Contains("page.js:8", entry.GetRawText(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Rejection_Unhandled_ArrivesWithItsPlace()
    {
        await Phone.Page.EvaluateAsync("rejectLater()");

        var entry = await EntryAsync(entry => entry.GetProperty("method").GetString() == "rejection");

        Assert.Contains("rejected", entry.GetRawText(), StringComparison.Ordinal);
        Assert.Equal(12, entry.GetProperty("site").GetProperty("line").GetInt32());
    }

    [Fact]
    public async Task Log_KindsOfValues_ArriveAsPreviewsAndThePageIsUnharmed()
    {
        Phone.Seen.Clear();
        var count = await Phone.Page.EvaluateAsync<int>("logKinds()");
        await Phone.Page.EvaluateAsync("console.info('last')");

        var types = new List<string>();
        await foreach (var entry in Api.LogAsync())
        {
            if (FirstText(entry) == "last")
            {
                break;
            }

            types.Add(entry.GetProperty("args")[0].GetProperty("type").GetString()!);
        }

        Assert.Equal(
            [
                "string", "number", "number", "number", "bigint", "boolean", "null", "undefined", "symbol", "function", "function",
                "array", "object", "object", "map", "set", "typedarray", "date", "regexp", "error", "node", "promise", "object", "object",
                "thrown", "weak",
            ],
            types);
        Assert.Equal(count, types.Count);
        Assert.DoesNotContain(Phone.Seen, line => line.StartsWith("uncaught", StringComparison.Ordinal));
        var seen = Phone.Seen.Where(line => !line.Contains("/_bridge/mqtt", StringComparison.Ordinal)).ToList();
        Assert.True(seen.Count == count + 1, string.Join('\n', seen)); // its browser's own console saw each call once, beside a socket that took too long
    }

    [Fact]
    public async Task Log_BeforeAConsoleCame_IsInItsHistory()
    {
        await Phone.Page.EvaluateAsync("console.warn('early')");
        await EntryAsync(entry => FirstText(entry) == "early");

        await Until.Async("a new console's history has the entry", () => HistoryHasAsync("early"));
    }

    private async Task<bool> HistoryHasAsync(string text)
    {
        var found = await Api.StreamAsync().FirstAsync(line => line.TryGetProperty("live", out _) || line.GetRawText().Contains(text, StringComparison.Ordinal));
        return !found.TryGetProperty("live", out _);
    }

    private ValueTask<JsonElement> EntryAsync(Func<JsonElement, bool> which) => Api.LogAsync().FirstAsync(which);

    private static string? FirstText(JsonElement entry) =>
        entry.GetProperty("args").EnumerateArray().Select(arg => arg.TryGetProperty("value", out var value) ? value.ToString() : null).FirstOrDefault();
}
