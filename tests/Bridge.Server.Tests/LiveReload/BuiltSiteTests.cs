using Bridge.Server.LiveReload;

namespace Bridge.Server.Tests.LiveReload;

/// <summary>Builds that give files another name with each content; the walks and their quiet follow a clock that the test moves.</summary>
public sealed class BuiltSiteTests : IAsyncLifetime
{
    private readonly SiteFolder _folder = new();
    private ReloadParts _parts = null!;

    public async Task InitializeAsync()
    {
        _folder.Write("index.html", "<link rel=stylesheet href=/assets/index-BhJ3x9aQ.css><script src=/assets/index-AAbb1122.js></script>");
        _folder.Write("assets/index-BhJ3x9aQ.css", "a{}");
        _folder.Write("assets/index-AAbb1122.js", "1");
        _parts = new ReloadParts(new LiveReloadOptions { Directory = _folder.Path, Polling = true }, new FakeTime());
        await _parts.WatchAsync();
    }

    public async Task DisposeAsync()
    {
        await _parts.DisposeAsync();
        _folder.Dispose();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Build_OnlyTheStyleSheet_IsSwappedForTheEarlierOne(bool cleans)
    {
        if (cleans)
        {
            File.Delete(_folder.Full("assets/index-BhJ3x9aQ.css"));
        }

        _folder.Write("assets/index-CkLm4yZ0.css", "b{}");
        _folder.Write("index.html", "<link rel=stylesheet href=/assets/index-CkLm4yZ0.css><script src=/assets/index-AAbb1122.js></script>");

        var (command, args) = await _parts.WalkAsync();
        Assert.Equal("css", command);
        Assert.Contains("""{"files":["/assets/index-CkLm4yZ0.css"]""", args, StringComparison.Ordinal);
        Assert.Contains("""
            "renamed":{"/assets/index-BhJ3x9aQ.css":"/assets/index-CkLm4yZ0.css"}
            """, args, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("<script src=/assets/index-CCdd3344.js></script>")]
    [InlineData("<script src=/assets/index-AAbb1122.js></script><h1>more</h1>")]
    public async Task Build_PageChangesInMoreThanItsSheet_Reloads(string rest)
    {
        File.Delete(_folder.Full("assets/index-BhJ3x9aQ.css"));
        _folder.Write("assets/index-CkLm4yZ0.css", "b{}");
        _folder.Write("index.html", $"<link rel=stylesheet href=/assets/index-CkLm4yZ0.css>{rest}");

        Assert.Equal("reload", (await _parts.WalkAsync()).Command);
    }

    [Fact]
    public async Task Build_ScriptToo_Reloads()
    {
        _folder.Write("assets/index-AAbb1122.js", "2");
        _folder.Write("assets/index-BhJ3x9aQ.css", "b{}");

        Assert.Equal("reload", (await _parts.WalkAsync()).Command);
    }

    [Fact]
    public async Task Build_TwoSheetsOfAStem_Reloads()
    {
        File.Delete(_folder.Full("assets/index-BhJ3x9aQ.css"));
        _folder.Write("assets/index-CkLm4yZ0.css", "b{}");
        _folder.Write("assets/index-DkLm4yZ0.css", "c{}");

        Assert.Equal("reload", (await _parts.WalkAsync()).Command);
    }

    [Fact]
    public async Task Page_OnlyNamesAnotherVersion_SwapsTheSheetThatChanged()
    {
        _folder.Write("style.css", "a{}");
        _folder.Write("page.html", "<link rel=stylesheet href=style.css?v=1>");
        await _parts.WalkAsync();
        _folder.Write("style.css", "b{}");
        _folder.Write("page.html", "<link rel=stylesheet href=style.css?v=2>");

        var (command, args) = await _parts.WalkAsync();
        Assert.Equal("css", command);
        Assert.Contains("""["/style.css"]""", args, StringComparison.Ordinal);
        _folder.Write("page.html", "<link rel=stylesheet href=style.css?v=3>");
        Assert.Equal("reload", (await _parts.WalkAsync()).Command);
    }
}
