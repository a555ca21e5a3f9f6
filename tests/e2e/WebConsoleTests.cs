using System.Text.RegularExpressions;
using Bridge.E2E.Tests.Harness;
using Microsoft.Playwright;

namespace Bridge.E2E.Tests;

/// <summary>The web console against the real relay.</summary>
[Collection(BrowserCollection.Name)]
public sealed partial class WebConsoleTests(Chromium chromium) : PairedPhoneTest(chromium)
{
    [Fact]
    public async Task Repl_Line_EvaluatesOnTheDeviceAndShowsTheValue()
    {
        await using var desk = await Desk.OpenAsync(Chromium, Relay.ConsoleUrl);
        await desk.LiveAsync();
        await desk.ShowsAsync("Feature page");

        await desk.Page.GetByPlaceholder("Run JavaScript").FillAsync("'title is ' + document.title.toUpperCase()");
        await desk.Page.Keyboard.PressAsync("Enter");

        await desk.ShowsAsync("title is FEATURE PAGE");
        Assert.Empty(desk.Errors);
    }

    [Fact]
    public async Task Log_MarkupFromADevice_IsTextOnly()
    {
        await using var desk = await Desk.OpenAsync(Chromium, Relay.ConsoleUrl);
        await desk.LiveAsync();
        const string Hostile = "<img src=x onerror=window.hacked=1><script>window.hacked=1</script>";

        await Phone.Page.EvaluateAsync("text => { console.log(text); console.error({ [text]: text }); document.title = text }", Hostile);

        await desk.ShowsAsync(Hostile);
        Assert.False(await desk.Page.EvaluateAsync<bool>("'hacked' in window"));
        Assert.Equal(0, await desk.Page.Locator("img[src=x]").CountAsync());
        Assert.Empty(desk.Errors);
    }

    [Fact]
    public async Task Reload_OfTheConsole_KeepsTheSessionAndTheHistory()
    {
        await using var desk = await Desk.OpenAsync(Chromium, Relay.ConsoleUrl);
        await desk.LiveAsync();
        await Phone.Page.EvaluateAsync("console.log('kept in the journal')");
        await desk.ShowsAsync("kept in the journal");

        await desk.Page.ReloadAsync();

        await desk.LiveAsync();
        await desk.ShowsAsync("kept in the journal");
    }

    [Fact]
    public async Task Reload_OfTheConsole_KeepsThePromptsLinesAndAnswers()
    {
        await using var desk = await Desk.OpenAsync(Chromium, Relay.ConsoleUrl);
        await desk.LiveAsync();
        await desk.Page.GetByPlaceholder("Run JavaScript").FillAsync("'answer of ' + document.title");
        await desk.Page.Keyboard.PressAsync("Enter");
        await desk.ShowsAsync("answer of Feature page");

        await desk.Page.ReloadAsync();

        await desk.LiveAsync();
        await desk.Page.Locator(".row.input", new() { HasText = "document.title" }).WaitForAsync();
        await desk.Page.Locator(".row.outcome", new() { HasText = "answer of Feature page" }).WaitForAsync();
    }

    [Fact]
    public async Task Search_OfTheJournal_JumpsToTheRowOrShowsWhatStoodAroundIt()
    {
        await using var desk = await Desk.OpenAsync(Chromium, Relay.ConsoleUrl);
        await desk.LiveAsync();
        await Phone.Page.EvaluateAsync("console.log('hay one'); console.warn('a needle'); console.log('hay two')");
        await desk.ShowsAsync("hay two");
        await Until.Async("the journal has what is shown already", async () => (await Api.Http.GetStringAsync($"/api/rooms/main/log?device={Device}")).Contains("hay two", StringComparison.Ordinal));

        await desk.Page.Locator("#log").FocusAsync();
        await desk.Page.Keyboard.PressAsync("s");
        await desk.Page.Keyboard.TypeAsync("need");
        await desk.Page.GetByLabel("Level", new() { Exact = true }).SelectOptionAsync("warn");
        await desk.Page.GetByLabel("Device", new() { Exact = true }).SelectOptionAsync(Device);
        await desk.Page.GetByLabel("Time", new() { Exact = true }).SelectOptionAsync("last hour");
        await desk.Page.Locator(".hit", new() { HasText = "a needle" }).ClickAsync();
        await desk.Page.Locator(".row.current", new() { HasText = "a needle" }).WaitForAsync();

        await desk.Page.Keyboard.PressAsync("x"); // The tab has it no longer, the journal has.
        await desk.Page.Locator(".row", new() { HasText = "a needle" }).WaitForAsync(new() { State = WaitForSelectorState.Detached });
        await desk.Page.Keyboard.PressAsync("s");
        await desk.Page.Locator(".hit", new() { HasText = "a needle" }).ClickAsync();
        await desk.Page.Locator(".hit.own", new() { HasText = "a needle" }).WaitForAsync();
        Assert.Equal(["hay one", "a needle", "hay two"], (await desk.Page.Locator(".hit-text").AllInnerTextsAsync()).TakeLast(3));
        Assert.Empty(desk.Errors);
    }

    [Fact]
    public async Task Log_TwoPagesOfADeviceWithClocksAnHourApart_StandsInTheOrderInWhichItCame()
    {
        await using var desk = await Desk.OpenAsync(Chromium, Relay.ConsoleUrl);
        await desk.LiveAsync();
        var behind = await Phone.Context.NewPageAsync();
        await behind.AddInitScriptAsync("const origin = performance.timeOrigin, now = Date.now; Object.defineProperty(performance, 'timeOrigin', { value: origin - 3600000 }); Date.now = () => now() - 3600000;");
        await behind.GotoAsync(Relay.Device.ToString());
        for (var turn = 0; turn < 4; turn++)
        {
            await (turn % 2 == 0 ? Phone.Page : behind).EvaluateAsync($"console.log('turn {turn}')");
            await desk.ShowsAsync($"turn {turn}");
        }

        Assert.Equal(["turn 0", "turn 1", "turn 2", "turn 3"], await TurnsAsync(desk));
        await desk.Page.ReloadAsync();
        await desk.LiveAsync();
        await desk.ShowsAsync("turn 3");
        Assert.Equal(["turn 0", "turn 1", "turn 2", "turn 3"], await TurnsAsync(desk)); // By the journal, too.
        Assert.InRange(await OriginAsync("turn 0") - await OriginAsync("turn 1"), 3_000_000, 3_600_000); // They were apart.
        Assert.Single(await Api.DevicesAsync());
    }

    private static async Task<IEnumerable<string>> TurnsAsync(Desk desk) =>
        (await desk.Page.Locator(".row", new() { HasText = "turn " }).AllInnerTextsAsync()).Select(text => Turn().Match(text).Value);

    /// <summary>When the page that logged a text began, by its own clock.</summary>
    private async Task<double> OriginAsync(string text) =>
        (await Api.StreamAsync().FirstAsync(message => message.GetRawText().Contains(text, StringComparison.Ordinal))).GetProperty("payload").GetProperty("origin").GetDouble();

    [GeneratedRegex("turn [0-9]")]
    private static partial Regex Turn();
}
