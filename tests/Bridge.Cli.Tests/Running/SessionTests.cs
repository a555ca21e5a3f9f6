using System.Text.Json;

namespace Bridge.Cli.Tests.Running;

/// <summary>The commands against a real relay and a real browser, each in a process of its own.</summary>
public sealed class SessionTests(PairedPhone session) : IClassFixture<PairedPhone>
{
    [Fact]
    public async Task Devices_PhoneIsOnline_IsListed()
    {
        var (code, output, _) = await session.RunAsync("devices", "--json");
        Assert.Equal(0, code);
        var device = JsonElement.Parse(output);
        Assert.Equal("online", device.GetProperty("presence").GetString());
        Assert.Equal(session.Ready.GetProperty("device").GetString() + "/", device.GetProperty("url").GetString());
    }

    [Theory]
    [InlineData(0, "A page\n", "document.title")]
    [InlineData(0, "{a: 1, m: Map(1) {1 => 2}}\n", "({a: 1, m: new Map([[1, 2]])})")]
    [InlineData(0, "42\n", "await new Promise(done => setTimeout(done, 50, 42))")]
    [InlineData(0, "caf\ufffd\n", "'caf😀'.slice(0, 4)")]
    [InlineData(0, "{\ufffd: '\ufffd'}\n", "({['😀'[0]]: '😀'[1]})")]
    [InlineData(1, "", "null.x")]
    [InlineData(4, "", "await new Promise(() => {})", "--timeout", "0.5")]
    public async Task Eval_OnThePhone_PrintsAndEndsAsDocumented(int exitCode, string printed, params string[] arguments)
    {
        var (code, output, error) = await session.RunAsync(["eval", .. arguments]);
        Assert.Equal(exitCode, code);
        Assert.Equal(printed, output);
        Assert.Equal(exitCode == 0, error.Length == 0);
    }

    [Fact]
    public async Task Console_WithHistory_ShowsWhatThePageLogged()
    {
        await using var console = BridgeProcess.Start(session.StateFolder, ["console", "--history"]);
        Assert.Contains("loaded {ready: true}", await console.LineAsync("loaded"), StringComparison.Ordinal);
        await session.RunAsync("eval", "console.warn('and now', 1)");
        Assert.Contains(" warn  and now 1", await console.LineAsync("and now"), StringComparison.Ordinal);
        await console.SignalAsync("INT");
        Assert.Equal(0, await console.ExitCodeAsync());
    }

    [Fact]
    public async Task Console_LineCutInsideAnEmoji_ShowsItAndGoesOn()
    {
        await using var console = BridgeProcess.Start(session.StateFolder, ["console", "--history"]);
        await console.LineAsync("loaded");
        await session.RunAsync("eval", "console.log('cut', '😀'[0], {['😀'[1]]: '😀'[0]}, new Error('😀'[0]))");
        Assert.Contains("cut \ufffd {\ufffd: '\ufffd'} Error: \ufffd", await console.LineAsync("cut"), StringComparison.Ordinal);
        var (code, output, error) = await session.LogAsync("--grep", "cut");
        Assert.Equal((0, ""), (code, error));
        Assert.Contains("cut \ufffd", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Console_TitleCutInsideAnEmoji_IsShownWithIt()
    {
        await using var console = BridgeProcess.Start(session.StateFolder, ["console", "--json"]);
        await console.LineAsync("\"event\":\"state\"");
        await session.RunAsync("eval", "document.title = 'half ' + '😀'[0]");
        Assert.Contains("half \\uFFFD", await console.LineAsync("half"), StringComparison.Ordinal);
        await session.RunAsync("eval", "document.title = 'A page'");
    }

    [Fact]
    public async Task Console_ReaderGoesAway_EndsQuietly()
    {
        var piped = Shell.RunAsync(
            session.StateFolder, $"dotnet '{Path.Combine(AppContext.BaseDirectory, "bridge.dll")}' console --history --json | head -1");
        while (!piped.IsCompleted)
        {
            // It learns that nobody reads any more when it next has something to write.
            await session.RunAsync("eval", "console.log('tick')");
        }

        var (code, output, error) = await piped;
        Assert.Equal(0, code);
        Assert.StartsWith("""{"event":""", output, StringComparison.Ordinal);
        Assert.Empty(error);
    }

    [Fact]
    public async Task Log_RelayIsRunning_ShowsWhatThePageLoggedUnderItsLabel()
    {
        var label = JsonElement.Parse((await session.RunAsync("devices", "--json")).Output).GetProperty("label").GetString()!;
        var (code, output, error) = await session.LogAsync("--grep", "load", "--device", label, "--since", "1h", "--json");
        Assert.Equal((0, ""), (code, error));
        var entry = JsonElement.Parse(output.Split('\n')[0]);
        Assert.Equal("loaded {ready: true}", entry.GetProperty("text").GetString());
        Assert.Equal(label, entry.GetProperty("label").GetString());
    }

    [Fact]
    public async Task Reload_StyleSheet_IsSwappedOnThePhone()
    {
        Assert.Equal(0, (await session.RunAsync("eval", "globalThis.kept = 'yes'")).Code);
        var (code, output, _) = await session.RunAsync("reload", "style.css");
        Assert.Equal(0, code);
        Assert.Matches(@": done in \d+ ms\n$", output);
        Assert.Equal("yes\n", (await session.RunAsync("eval", "globalThis.kept")).Output);
    }

    [Fact]
    public async Task Identify_ThePhone_IsDone() => Assert.Equal(0, (await session.RunAsync("identify", "--seconds", "0.1")).Code);

    [Fact]
    public async Task Open_Print_IsAnAddressOfThisRelaysConsole()
    {
        var (code, output, _) = await session.RunAsync("open", "--print");
        Assert.Equal(0, code);
        Assert.StartsWith(session.Ready.GetProperty("console").GetString() + "/#launch=", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Pair_Json_IsAnotherTicket()
    {
        var (code, output, _) = await session.RunAsync("pair", "--json");
        Assert.Equal(0, code);
        Assert.NotEqual(session.Ready.GetProperty("pairUrl").GetString(), JsonElement.Parse(output).GetProperty("url").GetString());
    }
}
