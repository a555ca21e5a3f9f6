using System.Text.Json;
using Bridge.Cli.Tests.Relays;

namespace Bridge.Cli.Tests.Commands;

public sealed class DeviceCommandTests : IAsyncLifetime
{
    private const string Two = """[{"device":"d1","label":"Pixel 9","color":"#ff8800","presence":"online","since":"2026-01-02T03:04:05Z"},{"device":"d2","label":"iPhone","color":"#0088ff","presence":"asleep","since":"2026-01-02T03:04:05Z"}]""";

    private FakeRelay _relay = null!;

    public async Task InitializeAsync() => _relay = await FakeRelay.StartAsync();

    public async Task DisposeAsync() => await _relay.DisposeAsync();

    [Theory]
    [InlineData("""{"type":"string","value":"http://site.test/"}""", "http://site.test/\n")]
    [InlineData("""{"type":"array","name":"Array","size":1,"items":[{"type":"string","value":"a"}]}""", "['a']\n")]
    [InlineData("""{"type":"undefined"}""", "undefined\n")]
    [InlineData("""{"type":"string","value":"\u001b[2J"}""", "␛[2J\n")]
    public async Task Eval_DeviceAnswers_PrintsTheValueAndEndsWithZero(string value, string printed)
    {
        _relay.Outcomes = $$"""[{"device":"d1","label":"Pixel 9","reply":{"page":"p","ok":true,"value":{{value}} } }]""";
        var line = Line();
        Assert.Equal(0, await line.RunAsync("eval", "location.href", "--timeout", "2.5"));
        Assert.Equal(printed, line.Output);
        Assert.Empty(line.Error);
        var sent = Sent();
        Assert.Equal("""{"device":"d1","command":"eval","args":{"code":"location.href","timeoutMs":2500},"timeoutMs":2500}""", sent.GetRawText());
    }

    [Fact]
    public async Task Eval_FromStandardInput_SendsWhatItHolds()
    {
        _relay.Outcomes = """[{"device":"d1","label":"Pixel 9","reply":{"page":"p","ok":true}}]""";
        Assert.Equal(0, await Line("let a = 1;\na + 1\n").RunAsync("eval", "-"));
        Assert.Equal("let a = 1;\na + 1\n", Sent().GetProperty("args").GetProperty("code").GetString());
    }

    [Theory]
    [InlineData(1, "TypeError: no", """{"reply":{"page":"p","ok":false,"error":{"type":"error","name":"TypeError","message":"no"}}}""")]
    [InlineData(1, "TimeoutError: fetch", """{"reply":{"page":"p","ok":false,"error":{"type":"error","name":"TimeoutError","message":"fetch"},"ms":500}}""")]
    [InlineData(4, "TimeoutError: eval", """{"reply":{"page":"p","ok":false,"error":{"type":"error","name":"TimeoutError","message":"eval"},"ms":10000.4}}""")]
    [InlineData(4, "Pixel 9 did not answer in time.", """{"failure":"timeout"}""")]
    [InlineData(4, "Pixel 9 is offline.", """{"failure":"offline"}""")]
    public async Task Eval_DeviceSaysNo_SaysWhyOnStandardError(int code, string message, string outcome)
    {
        _relay.Outcomes = $$"""[{"device":"d1","label":"Pixel 9",{{outcome[1..]}}]""";
        var line = Line();
        Assert.Equal(code, await line.RunAsync("eval", "x()"));
        Assert.StartsWith(message, line.Error, StringComparison.Ordinal);
        Assert.Empty(line.Output);
    }

    [Fact]
    public async Task Eval_All_LabelsEachAnswerAndEndsWithTheWorst()
    {
        _relay.Outcomes = """[{"device":"d1","label":"Pixel 9","reply":{"page":"p","ok":true,"value":{"type":"number","value":1}}},{"device":"d2","label":"iPhone","failure":"timeout"}]""";
        var line = Line();
        Assert.Equal(4, await line.RunAsync("eval", "1", "--all"));
        Assert.Equal("Pixel 9: 1\n", line.Output);
        Assert.StartsWith("iPhone did not answer", line.Error, StringComparison.Ordinal);
        Assert.Equal("all", Sent().GetProperty("device").GetString());
    }

    [Fact]
    public async Task Eval_Json_PrintsOneOutcomeALine()
    {
        _relay.Outcomes = """[{"device":"d1","label":"Pixel 9","reply":{"page":"p","ok":true,"value":{"type":"number","value":1}}},{"device":"d2","label":"iPhone","failure":"timeout"}]""";
        var line = Line();
        Assert.Equal(4, await line.RunAsync("eval", "1", "--all", "--json"));
        var outcomes = line.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(text => JsonElement.Parse(text)).ToList();
        Assert.Equal(1, outcomes[0].GetProperty("reply").GetProperty("value").GetProperty("value").GetInt32());
        Assert.Equal("timeout", outcomes[1].GetProperty("failure").GetString());
        Assert.Empty(line.Error);
    }

    [Theory]
    [InlineData("2 devices are connected: Pixel 9 (d1), iPhone (d2). Choose one with --device, or take --all.")]
    [InlineData("There is no device 'nokia'. Paired: Pixel 9 (d1), iPhone (d2).", "--device", "nokia")]
    public async Task Eval_DeviceNotClear_SendsNothing(string message, params string[] options)
    {
        _relay.Devices = Two;
        var line = Line();
        Assert.Equal(4, await line.RunAsync(["eval", "1", .. options]));
        Assert.Equal(message + "\n", line.Error);
        Assert.Empty(_relay.Commands);
    }

    [Fact]
    public async Task Eval_NamedDevice_GoesToIt()
    {
        _relay.Devices = Two;
        _relay.Outcomes = """[{"device":"d2","label":"iPhone","reply":{"page":"p","ok":true}}]""";
        Assert.Equal(0, await Line().RunAsync("eval", "1", "--device", "iph"));
        Assert.Equal("d2", Sent().GetProperty("device").GetString());
    }

    [Fact]
    public async Task Eval_UnknownRoom_SaysSo()
    {
        var line = Line();
        Assert.Equal(4, await line.RunAsync("eval", "1", "--all", "--room", "attic"));
        Assert.StartsWith("There is no room \"attic\"", line.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Eval_WrongToken_IsNotLetIn()
    {
        var line = new CommandLine([_relay.RunFile("another-token")]);
        Assert.Equal(3, await line.RunAsync("eval", "1"));
        Assert.Contains("BRIDGE_ADMIN_TOKEN", line.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"device":"all","command":"reload","args":{},"timeoutMs":10000}""", "reload")]
    [InlineData("""{"device":"all","command":"css","args":{"files":["/style.css","/img/a.SVG"],"near":true},"timeoutMs":10000}""", "reload", "./style.css", "img/a.SVG")]
    [InlineData("""{"device":"all","command":"reload","args":{},"timeoutMs":10000}""", "reload", "style.css", "app.js")]
    [InlineData("""{"device":"d1","command":"reload","args":{},"timeoutMs":10000}""", "reload", "-d", "pixel")]
    [InlineData("""{"device":"all","command":"navigate","args":{"url":"/next.html"},"timeoutMs":10000}""", "navigate", "/next.html")]
    [InlineData("""{"device":"d1","command":"identify","args":{"seconds":3},"timeoutMs":10000}""", "identify")]
    [InlineData("""{"device":"all","command":"identify","args":{"seconds":1},"timeoutMs":10000}""", "identify", "all", "--seconds", "1")]
    public async Task Run_Command_SendsWhatTheProtocolSays(string sent, params string[] arguments)
    {
        _relay.Outcomes = """[{"device":"d1","label":"Pixel 9","reply":{"page":"p","ok":true,"ms":34.2}}]""";
        var line = Line();
        Assert.Equal(0, await line.RunAsync(arguments));
        Assert.Equal(sent, Sent().GetRawText());
        Assert.StartsWith("Pixel 9", line.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Reload_NobodyConnected_SaysSo()
    {
        var line = Line();
        Assert.Equal(4, await line.RunAsync("reload"));
        Assert.StartsWith("No device is connected in room 'main'.", line.Error, StringComparison.Ordinal);
    }

    private CommandLine Line(string input = "") => new([_relay.RunFile()], input);

    private JsonElement Sent()
    {
        Assert.True(_relay.Commands.TryDequeue(out var command));
        Assert.Empty(_relay.Commands);
        return command;
    }
}
