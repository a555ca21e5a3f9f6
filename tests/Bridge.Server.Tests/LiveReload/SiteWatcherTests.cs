using Bridge.Server.LiveReload;

namespace Bridge.Server.Tests.LiveReload;

/// <summary>Real files and real events; but for the first test a clock that stands still until the test has done all that it does at once.</summary>
public sealed class SiteWatcherTests : IDisposable
{
    private readonly SiteFolder _folder = new();
    private readonly FakeTime _time = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Start_ThatHasReturned_KnowsTheContentAndNoticesChanges()
    {
        _folder.Write("index.html", "x");
        await using var parts = new ReloadParts(new LiveReloadOptions { Directory = _folder.Path });
        var unknown = parts.Build.Current;
        await parts.StartAsync();
        Assert.True(parts.Watcher.Watching.IsCompletedSuccessfully);
        Assert.NotEqual(unknown, parts.Build.Current);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Watcher_SavedStyleSheet_IsSwapped(bool polling)
    {
        _folder.Write("style.css", "a{}");
        await using var parts = await WatchAsync(polling, TimeProvider.System);

        // At once: by a clock that goes on, a file that is written could be seen when it is still empty.
        File.Move(_folder.Write("style.css.tmp", "b{}"), _folder.Full("style.css"), overwrite: true);

        var sent = await parts.Targets.NextAsync();
        Assert.Equal("css", sent.Command);
        Assert.Contains("\"/style.css\"", sent.Args, StringComparison.Ordinal);
        Assert.Contains("\"text\":\"b{}\"", sent.Args, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Watcher_TwoStyleSheetsAtOnce_AreSentWithoutTheirText()
    {
        await using var parts = await WatchAsync(polling: true, _time);

        _folder.Write("a.css", "a{}");
        _folder.Write("b.css", "b{}");
        await PassAsync(parts);

        var sent = await parts.Targets.NextAsync();
        Assert.Equal("css", sent.Command);
        Assert.DoesNotContain("text", sent.Args, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Watcher_SavedByRenaming_IsSwappedOnce(bool polling)
    {
        _folder.Write("style.css", "a{}");
        await using var parts = await WatchAsync(polling, _time);

        // As vim does: the old file moves aside, the new one is written, the backup goes.
        File.Move(_folder.Full("style.css"), _folder.Full("style.css~"));
        _folder.Write("style.css", "b{}");
        File.Delete(_folder.Full("style.css~"));
        await PassAsync(parts);
        Assert.Equal("css", (await parts.Targets.NextAsync()).Command);

        // As others do: the new one is written beside and renamed over the old.
        _folder.Write(".style.css.new", "c{}");
        File.Move(_folder.Full(".style.css.new"), _folder.Full("style.css"), overwrite: true);
        await PassAsync(parts);
        Assert.Equal("css", (await parts.Targets.NextAsync()).Command);
        await AssertNothingMoreAsync(parts);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Watcher_BuildOf300Files_ReloadsOnce(bool polling)
    {
        _folder.Write("index.html", "x");
        await using var parts = await WatchAsync(polling, _time);

        for (var i = 0; i < 300; i++)
        {
            _folder.Write($"assets/{i % 10}/chunk-{i}.js", $"{i}");
        }

        await PassAsync(parts);
        Assert.Equal("reload", (await parts.Targets.NextAsync()).Command);
        await AssertNothingMoreAsync(parts);
    }

    [Fact]
    public async Task Watcher_IgnoredAndUnchanged_SendNothing()
    {
        _folder.Write(".gitignore", "*.log\n");
        _folder.Write("index.html", "x");
        await using var parts = await WatchAsync(polling: false, _time);

        _folder.Write("debug.log", "x");
        _folder.Write("node_modules/a/index.js", "x");
        _folder.Write("index.html", "x");
        await PassAsync(parts);

        await AssertNothingMoreAsync(parts);
    }

    [Fact]
    public async Task Watcher_NewFolder_IsWatchedToo()
    {
        _folder.Write("index.html", "x");
        await using var parts = await WatchAsync(polling: false, _time);

        _folder.Write("new/deep/a.html", "1");
        await PassAsync(parts);
        Assert.Equal("reload", (await parts.Targets.NextAsync()).Command);
        _folder.Write("new/deep/a.html", "2");
        await PassAsync(parts);
        Assert.Equal("reload", (await parts.Targets.NextAsync()).Command);
        await AssertNothingMoreAsync(parts);
    }

    [Fact]
    public async Task Watcher_Build_FollowsTheContent()
    {
        _folder.Write("index.html", "x");
        await using var parts = await WatchAsync(polling: false, _time);
        var before = parts.Build.Current;

        _folder.Write("index.html", "y");
        await PassAsync(parts);
        await parts.Targets.NextAsync();

        Assert.NotEqual(before, parts.Build.Current);
    }

    [Fact]
    public async Task Watcher_Save_WaitsNoLongerThanASaveTakes()
    {
        var path = _folder.Write("style.css", "a{}");
        await using var parts = await WatchAsync(polling: false, _time);
        for (var i = 0; i < 20; i++)
        {
            _folder.Write("style.css", $"a{{order:{i}}}");
            await Until.TrueAsync("the save is known", () => parts.Watcher.Waiting.Contains(path));
            _time.Advance(QuietPeriod.Save.TotalMilliseconds);
            Assert.Equal("css", (await parts.Targets.NextAsync()).Command);

            // What else the system tells of this save passes, and the next one is a save of its own.
            await PassAsync(parts);
            _time.Advance(QuietPeriod.Aftermath.TotalMilliseconds);
        }
    }

    /// <summary>Lets the watcher hear of all that has happened so far, and then so much time go by that it acts on it.</summary>
    private async Task PassAsync(ReloadParts parts)
    {
        if (parts.Options.Value.Polling)
        {
            _time.Advance((parts.Options.Value.PollInterval - QuietPeriod.Build).TotalMilliseconds);
        }
        else
        {
            // The system tells of changes in their order: who knows of the last one knows of all. This one isn't of the site.
            var last = _folder.Write($".last-{Guid.NewGuid():N}", "");
            await Until.TrueAsync("all changes are known", () => parts.Watcher.Waiting.Contains(last));
        }

        _time.Advance(QuietPeriod.Build.TotalMilliseconds);
    }

    /// <summary>What would still come would come before the change that this makes.</summary>
    private async Task AssertNothingMoreAsync(ReloadParts parts)
    {
        _folder.Write("last.css", "a{}");
        await PassAsync(parts);
        var sent = await parts.Targets.NextAsync();
        Assert.Equal("css", sent.Command);
        Assert.Contains("\"/last.css\"", sent.Args, StringComparison.Ordinal);
        Assert.Equal(0, parts.Targets.Waiting);
    }

    private async Task<ReloadParts> WatchAsync(bool polling, TimeProvider time)
    {
        var parts = new ReloadParts(new LiveReloadOptions { Directory = _folder.Path, Polling = polling }, time);
        await parts.WatchAsync();
        _time.Advance(QuietPeriod.Build.TotalMilliseconds); // So that each walk, and what waits for it, falls within one passing.
        return parts;
    }
}
