using Bridge.Server.Commands;
using Bridge.Server.LiveReload;

namespace Bridge.Server.Tests.LiveReload;

public sealed class ChangeSenderTests
{
    private readonly FakeTime _time = new();
    private readonly ReloadParts _parts;

    public ChangeSenderTests() => _parts = new ReloadParts(time: _time);

    [Fact]
    public async Task Swap_OnTwoDevices_SaysSoWithTheSlowestTime()
    {
        _parts.Targets.Known.Add(new ReloadTarget("main", "d2", "blue phone"));
        _time.Advance(1_000);
        var started = _time.GetTimestamp();
        _time.Advance(33.5);

        await _parts.Sender.SwapAsync(["/style.css"], started, default);

        Assert.Equal(["style.css applied on 2 devices in 34 ms"], _parts.Texts);
        var sent = await _parts.Targets.NextAsync();
        Assert.Equal(("d1", "css"), (sent.Device, sent.Command));
        Assert.Equal($"{{\"files\":[\"/style.css\"],\"build\":\"{_parts.Build.Current}\"}}", sent.Args);
    }

    [Fact]
    public async Task Swap_UnusedOnADevice_ReloadsItAndSaysWhy()
    {
        _parts.Targets.Known.Add(new ReloadTarget("main", "d2", "blue phone"));
        _parts.Targets.Answer = (device, command) => Task.FromResult(
            device.Device == "d1" && command == "css" ? FakeTargets.Failed(device, "NotFound", "This page uses none of it") : FakeTargets.Applied(device, command));

        await _parts.Sender.SwapAsync(["/style.css"], _time.GetTimestamp(), default);

        Assert.Equal(["style.css applied on blue phone in 0 ms", "style.css: not applied on red phone (no page of it uses the file), reloaded"], _parts.Texts);
        await _parts.Targets.NextAsync();
        await _parts.Targets.NextAsync();
        Assert.Equal(("d1", "reload", ""), await _parts.Targets.NextAsync());
    }

    [Fact]
    public async Task Swap_ThatFails_SaysThePagesWordsWithoutControls()
    {
        _parts.Targets.Answer = (device, command) => Task.FromResult(
            command == "css" ? FakeTargets.Failed(device, "Error", "Could not\u001b[31m load") : FakeTargets.Applied(device, command));
        await _parts.Sender.SwapAsync(["/a.css", "/b.css"], _time.GetTimestamp(), default);

        Assert.Equal("2 files: not applied on red phone (Could not[31m load), reloaded", Assert.Single(_parts.Texts));
    }

    [Fact]
    public async Task Swap_OnASleepingDevice_HoldsUpNobody()
    {
        var asleep = new TaskCompletionSource<IReadOnlyList<CommandOutcome>>();
        _parts.Targets.Known.Add(new ReloadTarget("main", "d2", "blue phone"));
        _parts.Targets.Answer = (device, command) => device.Device == "d2" ? asleep.Task : Task.FromResult(FakeTargets.Applied(device, command));

        var swap = _parts.Sender.SwapAsync(["/style.css"], _time.GetTimestamp(), default);
        _time.Advance(400);
        Assert.Equal("style.css applied on red phone in 0 ms", Assert.Single(_parts.Texts));
        asleep.SetResult([new CommandOutcome("d2", "blue phone", Failure: "timeout")]);
        await swap;

        Assert.Equal("style.css: not applied on blue phone (no answer within 6 s; it catches up when it wakes)", _parts.Texts[1]);
        Assert.Equal(2, _parts.Targets.Waiting);
    }

    [Fact]
    public async Task Swap_WithNobodyOnline_SaysNothing()
    {
        _parts.Targets.Answer = (device, _) => Task.FromResult<IReadOnlyList<CommandOutcome>>([new(device.Device, device.Label, Failure: "offline")]);
        await _parts.Sender.SwapAsync(["/style.css"], _time.GetTimestamp(), default);

        Assert.Empty(_parts.Texts);
    }

    [Fact]
    public async Task Swap_ToARemovedDevice_SaysWhy()
    {
        _parts.Targets.Answer = (_, _) => throw new CommandException("There is no such device.", 404);
        await _parts.Sender.ReloadAsync([], _time.GetTimestamp(), default);

        Assert.Equal("the site: not applied on red phone (There is no such device.)", Assert.Single(_parts.Texts));
    }

    [Fact]
    public void Page_ThatAppliedABuild_NeedsNoReloadWhenItComesBack()
    {
        var pages = new PageBuilds();
        var first = DateTimeOffset.UnixEpoch;
        Assert.True(pages.ConnectedWithAnother("p", first, "1"));
        Assert.False(pages.ConnectedWithAnother("p", first, "2"));
        pages.Applied("p", "2");
        Assert.False(pages.ConnectedWithAnother("p", first.AddSeconds(9), "2"));
        Assert.True(pages.ConnectedWithAnother("p", first.AddSeconds(10), "3"));
    }

    [Theory]
    [InlineData(new[] { "style.css" }, "css")]
    [InlineData(new[] { "style.css", "logo.svg", "style.css.map" }, "css")]
    [InlineData(new[] { "style.css", "index.html" }, "reload")]
    [InlineData(new[] { "app.js" }, "reload")]
    [InlineData(new[] { "style.scss" }, null)]
    public async Task Service_Change_AsksForTheLeast(string[] files, string? command)
    {
        _parts.Service.Changed([.. files.Select(file => new SiteChange(file, Exists: true))], 0, default);
        if (command is null)
        {
            Assert.Equal(0, _parts.Targets.Waiting);
        }
        else
        {
            Assert.Equal(command, (await _parts.Targets.NextAsync()).Command);
        }
    }

    [Fact]
    public async Task Service_StyleSheetGone_Reloads()
    {
        _parts.Service.Changed([new SiteChange("old.css", Exists: false)], 0, default);
        Assert.Equal("reload", (await _parts.Targets.NextAsync()).Command);
    }

    [Fact]
    public void Change_OddName_IsAnAddress() => Assert.Equal("/a%20b/%23c%3F.css", new SiteChange("a b/#c?.css", Exists: true).Address);
}
