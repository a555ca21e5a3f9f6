using Bridge.E2E.Tests.Harness;
using Microsoft.Data.Sqlite;

namespace Bridge.E2E.Tests;

/// <summary>Commands from the desktop to a real page.</summary>
[Collection(BrowserCollection.Name)]
public sealed class CommandTests(Chromium chromium) : PairedPhoneTest(chromium)
{
    static CommandTests() => SQLitePCL.Batteries_V2.Init();

    // With sensors, so that no note about missing ones is on the page.
    protected override bool Sensors => true;

    [Fact]
    public async Task Eval_Expression_ReturnsItsValue()
    {
        var reply = await Api.EvalAsync(Device, "document.title + '!'");

        Assert.True(reply.GetProperty("ok").GetBoolean());
        Assert.Equal("Feature page!", reply.GetProperty("value").GetProperty("value").GetString());
    }

    [Fact]
    public async Task Eval_TopLevelAwait_Waits()
    {
        var reply = await Api.EvalAsync(Device, "const response = await fetch('/style.css'); response.status");

        Assert.Equal(200, reply.GetProperty("value").GetProperty("value").GetInt32());
    }

    [Fact]
    public async Task Eval_Declarations_PersistBetweenCalls()
    {
        await Api.EvalAsync(Device, "const kept = 20; let changed = 1; function twice(n) { return n * 2 } class Box { size = 2 }");
        await Api.EvalAsync(Device, "changed = 2");

        var reply = await Api.EvalAsync(Device, "twice(kept) + changed * new Box().size / 2");

        Assert.Equal(42, reply.GetProperty("value").GetProperty("value").GetInt32());
    }

    [Fact]
    public async Task Eval_Throws_RepliesWithTheErrorAndItsStack()
    {
        var reply = await Api.EvalAsync(Device, "null.x");

        Assert.False(reply.GetProperty("ok").GetBoolean());
        Assert.Equal("TypeError", reply.GetProperty("error").GetProperty("name").GetString());
        Assert.NotEmpty(reply.GetProperty("error").GetProperty("stack").GetString()!);
    }

    [Fact]
    public async Task Eval_SyntaxError_IsTheDevicesAnswer()
    {
        var reply = await Api.EvalAsync(Device, "let = ;");

        Assert.Equal("SyntaxError", reply.GetProperty("error").GetProperty("name").GetString());
    }

    [Fact]
    public async Task Eval_Any_IsAudited()
    {
        await Api.EvalAsync(Device, "'audit me'");

        await Until.Async("the audit has the eval", () => Task.FromResult(Audit().Contains(("admin", "main", Device, "'audit me'"))));
    }

    [Fact]
    public async Task Eval_FromATerminal_PrintsTheValueAndItsExitCodeSaysHowItWent()
    {
        var good = await Relay.RunAsync("eval", "location.pathname");
        var bad = await Relay.RunAsync("eval", "throw new Error('no')");

        Assert.Equal(0, good.ExitCode);
        Assert.Contains("/", good.Output, StringComparison.Ordinal);
        Assert.Equal(1, bad.ExitCode);
        Assert.Contains("no", bad.Output + bad.Error, StringComparison.Ordinal);
    }

    private List<(string Who, string Room, string Device, string Source)> Audit()
    {
        using var database = new SqliteConnection($"Data Source={Path.Combine(Relay.DataFolder, "bridge.db")};Mode=ReadOnly;Pooling=False");
        database.Open();
        using var command = database.CreateCommand();
        command.CommandText = "SELECT who, room, device, source FROM audit";
        using var rows = command.ExecuteReader();
        var entries = new List<(string, string, string, string)>();
        while (rows.Read())
        {
            entries.Add((rows.GetString(0), rows.GetString(1), rows.GetString(2), rows.GetString(3)));
        }

        return entries;
    }

    [Fact]
    public async Task Reload_Command_LoadsANewPageOfTheSameDevice()
    {
        var before = await Phone.Page.EvaluateAsync<double>("performance.timeOrigin");

        var outcome = (await Api.CommandAsync(Device, "reload", new { })).EnumerateArray().Single();

        Assert.True(outcome.GetProperty("reply").GetProperty("ok").GetBoolean());
        await Phone.Page.WhenAsync($"performance.timeOrigin > {before}");
        Assert.Equal(Device, (await Api.DevicesAsync(1, "online"))[0].GetProperty("device").GetString());
    }

    [Fact]
    public async Task Navigate_OtherPage_GoesThereAndRefusesScripts()
    {
        var refused = (await Api.CommandAsync(Device, "navigate", new { url = "javascript:alert(1)" })).EnumerateArray().Single();
        Assert.False(refused.GetProperty("reply").GetProperty("ok").GetBoolean());

        await Api.CommandAsync(Device, "navigate", new { url = "/index.html?second" });

        await Phone.Page.WaitForURLAsync("**/index.html?second");
    }

    [Fact]
    public async Task Identify_Command_ShowsTheLabelOverThePage()
    {
        // On a busy machine the first reading may be late, and a note says so until it comes.
        await Until.Async("motion is on", async () =>
            (await Api.DevicesAsync(1, "online"))[0].TryGetProperty("sensors", out var sensors) && sensors.TryGetProperty("motion", out var motion) && motion.GetString() == "on");
        await Phone.Page.EvaluateAsync("""
            window.flashes = 0;
            new MutationObserver(changes => flashes += changes.flatMap(change => [...change.addedNodes]).filter(node => node.localName === 'bridge-overlay').length)
                .observe(document.documentElement, { childList: true });
            """);
        var before = await Phone.Page.ScreenshotAsync();

        await IdentifyAsync(1);
        await Phone.Page.WhenAsync("flashes === 1 && !document.querySelector('bridge-overlay')"); // it came, and went
        Assert.Equal(before, await Phone.Page.ScreenshotAsync());

        await IdentifyAsync(30); // long enough to look at
        Assert.NotEqual(before, await Phone.Page.ScreenshotAsync());
    }

    private async Task IdentifyAsync(int seconds)
    {
        var outcome = (await Api.CommandAsync(Device, "identify", new { seconds })).EnumerateArray().Single();
        Assert.True(outcome.GetProperty("reply").GetProperty("ok").GetBoolean());
    }
}
