using Bridge.E2E.Tests.Harness;
using Microsoft.Playwright;

namespace Bridge.E2E.Tests;

/// <summary>The web console against the real relay.</summary>
[Collection(BrowserCollection.Name)]
public sealed class WebConsoleTests(Chromium chromium) : PairedPhoneTest(chromium)
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
}
