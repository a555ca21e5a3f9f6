using System.Diagnostics;
using Bridge.Server.LiveReload;
using Xunit.Abstractions;

namespace Bridge.Server.Tests.LiveReload;

/// <summary>Real files, real events, real time; the devices answer at once.</summary>
public sealed class SiteWatcherTests(ITestOutputHelper output) : IDisposable
{
    private readonly SiteFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Watcher_SavedStyleSheet_IsSwapped(bool polling)
    {
        _folder.Write("style.css", "a{}");
        await using var parts = await WatchAsync(polling);

        _folder.Write("style.css", "b{}");

        var sent = await parts.Targets.NextAsync();
        Assert.Equal("css", sent.Command);
        Assert.Contains("\"/style.css\"", sent.Args, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Watcher_SavedByRenaming_IsSwappedOnce(bool polling)
    {
        _folder.Write("style.css", "a{}");
        await using var parts = await WatchAsync(polling);

        // As vim does: the old file moves aside, the new one is written, the backup goes.
        File.Move(_folder.Full("style.css"), _folder.Full("style.css~"));
        _folder.Write("style.css", "b{}");
        File.Delete(_folder.Full("style.css~"));
        Assert.Equal("css", (await parts.Targets.NextAsync()).Command);

        // As others do: the new one is written beside and renamed over the old.
        _folder.Write(".style.css.new", "c{}");
        File.Move(_folder.Full(".style.css.new"), _folder.Full("style.css"), overwrite: true);
        Assert.Equal("css", (await parts.Targets.NextAsync()).Command);
        Assert.Equal(0, parts.Targets.Waiting);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Watcher_BuildOf300Files_IsGathered(bool polling)
    {
        _folder.Write("index.html", "x");
        await using var parts = await WatchAsync(polling);

        for (var i = 0; i < 300; i++)
        {
            _folder.Write($"assets/{i % 10}/chunk-{i}.js", $"{i}");
        }

        // One, or a few where the machine stalled between two files; the next test counts them by a clock that stands still.
        Assert.Equal("reload", (await parts.Targets.NextAsync()).Command);
        Assert.InRange(parts.Targets.Waiting, 0, 4);
    }

    [Fact]
    public async Task Watcher_BuildOf300Files_ReloadsOnceAndThenSwapsAStyleSheet()
    {
        var time = new FakeTime();
        var options = new LiveReloadOptions { Directory = _folder.Path, Polling = true };
        _folder.Write("index.html", "x");
        await using var parts = new ReloadParts(options, time);
        await parts.WatchAsync();

        for (var i = 0; i < 300; i++)
        {
            _folder.Write($"assets/{i % 10}/chunk-{i}.js", $"{i}");
        }

        // A walk, and the quiet after it.
        time.Advance(options.PollInterval.TotalMilliseconds);
        time.Advance(QuietPeriod.Build.TotalMilliseconds);
        Assert.Equal("reload", (await parts.Targets.NextAsync()).Command);

        // What would still come of the build would come before this.
        _folder.Write("style.css", "a{}");
        time.Advance(options.PollInterval.TotalMilliseconds);
        time.Advance(QuietPeriod.Build.TotalMilliseconds);
        Assert.Equal("css", (await parts.Targets.NextAsync()).Command);
        Assert.Equal(0, parts.Targets.Waiting);
    }

    [Fact]
    public async Task Watcher_IgnoredAndUnchanged_SendNothing()
    {
        _folder.Write(".gitignore", "*.log\n");
        _folder.Write("index.html", "x");
        _folder.Write("style.css", "a{}");
        await using var parts = await WatchAsync(polling: false);

        _folder.Write("debug.log", "x");
        _folder.Write("node_modules/a/index.js", "x");
        _folder.Write("index.html", "x");
        _folder.Write("style.css", "b{}");

        Assert.Equal("css", (await parts.Targets.NextAsync()).Command);
        Assert.Equal(0, parts.Targets.Waiting);
    }

    [Fact]
    public async Task Watcher_NewFolder_IsWatchedToo()
    {
        _folder.Write("index.html", "x");
        await using var parts = await WatchAsync(polling: false);

        _folder.Write("new/deep/a.html", "1");
        Assert.Equal("reload", (await parts.Targets.NextAsync()).Command);
        _folder.Write("new/deep/a.html", "2");
        Assert.Equal("reload", (await parts.Targets.NextAsync()).Command);
    }

    [Fact]
    public async Task Watcher_Build_FollowsTheContent()
    {
        _folder.Write("index.html", "x");
        await using var parts = await WatchAsync(polling: false);
        var before = parts.Build.Current;

        _folder.Write("index.html", "y");
        await parts.Targets.NextAsync();

        Assert.NotEqual(before, parts.Build.Current);
    }

    [Fact]
    public async Task Watcher_Save_IsSentWithinMilliseconds()
    {
        var path = _folder.Write("style.css", "a{}");
        await using var parts = await WatchAsync(polling: false);
        var times = new List<double>();
        for (var i = 0; i < 21; i++)
        {
            // Apart enough that each is a save of its own.
            using (var timer = new PeriodicTimer(QuietPeriod.Aftermath + TimeSpan.FromMilliseconds(20)))
            {
                await timer.WaitForNextTickAsync();
            }

            var watch = Stopwatch.StartNew();
            await File.WriteAllTextAsync(path, $"a{{order:{i}}}");
            await parts.Targets.NextAsync();
            times.Add(watch.Elapsed.TotalMilliseconds);
        }

        times.Sort();
        output.WriteLine($"save to command sent, 21 saves: median {times[10]:0.0} ms, longest {times[^1]:0.0} ms");
        Assert.InRange(times[10], 0, 60);
    }

    private async Task<ReloadParts> WatchAsync(bool polling)
    {
        var parts = new ReloadParts(new LiveReloadOptions { Directory = _folder.Path, Polling = polling, PollInterval = TimeSpan.FromMilliseconds(100) });
        await parts.WatchAsync();
        return parts;
    }
}
