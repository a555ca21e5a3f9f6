using Bridge.E2E.Tests.Harness;

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
}
