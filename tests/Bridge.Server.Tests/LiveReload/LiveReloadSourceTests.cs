using Bridge.Server.LiveReload;
using Microsoft.Extensions.Logging.Abstractions;

namespace Bridge.Server.Tests.LiveReload;

public sealed class LiveReloadSourceTests
{
    private const string Hello = """{"command":"hello"}""";

    [Fact]
    public async Task Source_TellsMoreFilesThanAreKept_EverythingReloads()
    {
        var (command, args) = await FollowAsync(Enumerable.Range(0, LiveReloadSource.MostFiles + 1).Select(i => Reload($"\"{i}.css\"")));

        Assert.Equal(("reload", ""), (command, args));
    }

    [Fact]
    public async Task Source_TellsAsManyFilesAsAreKept_TheyAreSwapped()
    {
        var (command, args) = await FollowAsync(Enumerable.Range(0, LiveReloadSource.MostFiles).Select(i => Reload($"\"{i}.css\"")));

        Assert.Equal("css", command);
        Assert.Contains($"\"/{LiveReloadSource.MostFiles - 1}.css\"", args, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("\"\"")]
    [InlineData("null")]
    [InlineData("7")]
    [InlineData("\"\\ud800\"")]
    public async Task Source_NamesNoFile_EverythingReloads(string path) => Assert.Equal("reload", (await FollowAsync([Reload(path)])).Command);

    [Theory]
    [InlineData("{")]
    [InlineData("[]")]
    [InlineData("{\"command\":7}")]
    [InlineData("{\"command\":\"\\ud800\"}")]
    public async Task Source_SaysWhatIsNotOfTheProtocol_IsFollowedOn(string before) => Assert.Equal("css", (await FollowAsync([before, Reload("\"a.css\"")])).Command);

    private static string Reload(string path) => $$"""{"command":"reload","path":{{path}},"liveCSS":true}""";

    /// <summary>What devices are sent once all that another server says has come.</summary>
    private static async Task<(string Command, string Args)> FollowAsync(IEnumerable<string> says)
    {
        var time = new FakeTime();
        await using var parts = new ReloadParts(time: time);
        await using var server = await OtherServer.StartAsync([.. says, Hello]);
        await using var source = new LiveReloadSource(parts.Service, parts.Notices, time, NullLogger.Instance, server.Port);
        var heard = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        parts.Notices.Posted += notice => _ = notice.Kind == "livereload-source" && heard.TrySetResult();
        source.Start();
        await heard.Task.WaitAsync(TimeSpan.FromSeconds(60));

        await Until.TrueAsync("a change is passed on", () =>
        {
            time.Advance(LiveReloadSource.Together.TotalMilliseconds);
            return parts.Targets.Waiting > 0;
        });
        var (_, command, args) = await parts.Targets.NextAsync();
        return (command, args);
    }
}
