using Bridge.E2E.Tests.Harness;

namespace Bridge.E2E.Tests;

/// <summary>Saving a file, up to what the page looks like.</summary>
[Collection(BrowserCollection.Name)]
public sealed class LiveReloadTests(Chromium chromium) : PairedPhoneTest(chromium)
{
    [Fact]
    public async Task Save_Css_SwapsItWithoutAReload()
    {
        // By the relay, so that it is behind the question for its build that each page gets which connects.
        await Api.EvalAsync(Device, "document.getElementById('field').value = 'typed'; window.kept = 1");

        await File.WriteAllTextAsync(Path.Combine(Site, "style.css"), "h1 { color: rgb(40, 50, 60); }");

        await Phone.Page.WhenAsync("getComputedStyle(document.getElementById('title')).color === 'rgb(40, 50, 60)'");
        Assert.Equal("typed", await Phone.Page.InputValueAsync("#field"));
        Assert.Equal(1, await Phone.Page.EvaluateAsync<int>("window.kept"));
        var notice = await Relay.NoticeAsync("applied");
        Assert.Contains("style.css", notice.GetProperty("text").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Save_CssByRename_IsNoticed()
    {
        var draft = Path.Combine(Site, ".style.css.tmp");
        await File.WriteAllTextAsync(draft, "h1 { color: rgb(7, 8, 9); }");

        File.Move(draft, Path.Combine(Site, "style.css"), overwrite: true);

        await Phone.Page.WhenAsync("getComputedStyle(document.getElementById('title')).color === 'rgb(7, 8, 9)'");
    }

    [Fact]
    public async Task Save_Html_ReloadsThePage()
    {
        var page = Path.Combine(Site, "index.html");
        await Phone.Page.EvaluateAsync("window.old = true");

        await File.WriteAllTextAsync(page, (await File.ReadAllTextAsync(page)).Replace("<h1 id=\"title\">Feature page", "<h1 id=\"title\">Changed", StringComparison.Ordinal));

        await Phone.Page.WhenAsync("document.getElementById('title')?.textContent === 'Changed' && !window.old");
        Assert.Equal(Device, (await Api.DevicesAsync(1, "online"))[0].GetProperty("device").GetString());
    }
}
