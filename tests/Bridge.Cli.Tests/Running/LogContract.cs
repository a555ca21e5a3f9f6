using System.Text.Json;

namespace Bridge.Cli.Tests.Running;

/// <summary><c>bridge log</c> on a journal that a relay has left, in either database.</summary>
public abstract class LogContract(KeptJournal kept)
{
    [Fact]
    public async Task Log_NoRelayIsRunning_PrintsLinesThatATerminalObeysNothingOf()
    {
        var (code, output, error) = await kept.LogAsync();
        Assert.Equal((0, ""), (code, error));
        var lines = output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(7, lines.Length);
        Assert.Matches(@"^— 2026-01-0\d —$", lines[0]);
        Assert.EndsWith(" phone-1 log   cart opened", lines[1], StringComparison.Ordinal);
        Assert.Equal("— 2 before this never came —", lines[4]);
        Assert.DoesNotContain('\e', output);
    }

    [Theory]
    [InlineData("checkout failed,checkout again,checkout elsewhere", "--grep", "check")]
    [InlineData("checkout failed", "--grep", "FAIL check")]
    [InlineData("slow,checkout failed", "--level", "warn")]
    [InlineData("cart opened,slow,checkout failed,checkout again", "--level", "info")]
    [InlineData("checkout elsewhere", "--device", "phone-2")]
    [InlineData("checkout again,checkout elsewhere", "--last", "2")]
    [InlineData("", "--room", "attic")]
    public async Task Log_Filtered_IsThoseEntriesInTheirOrder(string texts, params string[] arguments)
    {
        var (code, output, error) = await kept.LogAsync(["--json", .. arguments]);
        Assert.Equal((0, ""), (code, error));
        var found = output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonElement.Parse(line).GetProperty("text").GetString()!);
        Assert.Equal(texts, string.Join(',', found.Select(text => text.StartsWith("slow", StringComparison.Ordinal) ? "slow" : text)));
    }

    [Fact]
    public async Task Log_SinceACursor_GoesOnRightAfterIt()
    {
        var all = (await kept.LogAsync("--json")).Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        var cursor = JsonElement.Parse(all[1]).GetProperty("cursor").GetString()!;
        Assert.Equal(all[2..], (await kept.LogAsync("--json", "--since", cursor)).Output.Split('\n', StringSplitOptions.RemoveEmptyEntries));
        Assert.Equal(2, JsonElement.Parse(all[3]).GetProperty("missing").GetInt64());
    }

    [Fact]
    public async Task Log_NothingFits_SaysSoBesideTheAnswer()
    {
        var (code, output, error) = await kept.LogAsync("--since", "2099-01-01");
        Assert.Equal((0, "", "Nothing that fits was kept.\n"), (code, output, error));
    }

    [Fact]
    public async Task Log_ReaderGoesAway_EndsQuietly()
    {
        var bridge = Path.Combine(AppContext.BaseDirectory, "bridge.dll");
        var (code, output, error) = await Shell.RunAsync(kept.State, $"dotnet '{bridge}' log {string.Join(' ', kept.Where.Select(word => $"'{word}'"))} --room many --json | head -1");
        Assert.Equal((0, ""), (code, error));
        Assert.Contains("\"text\":\"line 0\"", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Log_NoSuchDevice_EndsWithFour()
    {
        var (code, _, error) = await kept.LogAsync("--device", "pixel");
        Assert.Equal(4, code);
        Assert.StartsWith("There is no device 'pixel'.", error, StringComparison.Ordinal);
    }
}
