using System.Text.Json;
using Bridge.E2E.Tests.Harness;

namespace Bridge.E2E.Tests;

/// <summary>Foreign MQTT clients as consoles: what the README tells people to type.</summary>
[Collection(BrowserCollection.Name)]
public sealed class MqttToolTests(Chromium chromium) : PairedPhoneTest(chromium)
{
    [Fact]
    public async Task MosquittoSub_AsAdmin_SeesLogsAndStates()
    {
        await using var subscriber = Tool.Mosquitto(Relay, "mosquitto_sub", ["-t", "bridge/v1/#", "-v"]);
        await subscriber.LineAsync($"bridge/v1/main/{Device}/state "); // retained: comes at once, so the subscription stands

        await Phone.Page.EvaluateAsync("console.log('to any tool')");

        var line = await subscriber.LineAsync($"bridge/v1/main/{Device}/up/log ");
        Assert.Contains("to any tool", line, StringComparison.Ordinal);
    }

    [Fact]
    public async Task MosquittoPub_ToDown_CommandsTheDevice()
    {
        var reply = await CommandAsync("""{"id":"from-a-tool","code":"document.title = 'set by mosquitto'"}""");

        Assert.True(reply.GetProperty("ok").GetBoolean());
        Assert.Equal("set by mosquitto", await Phone.Page.TitleAsync());
    }

    [Fact]
    public async Task MosquittoPub_EvalThatNeverEnds_IsAnsweredByTheDeviceWhenItsTimeIsOver()
    {
        var reply = await CommandAsync("""{"id":"from-a-tool","code":"await new Promise(() => {})","timeoutMs":300}""");

        Assert.False(reply.GetProperty("ok").GetBoolean());
        Assert.Contains("300", reply.GetProperty("error").GetRawText(), StringComparison.Ordinal);
        Assert.Equal(2, (await Api.EvalAsync(Device, "1 + 1")).GetProperty("value").GetProperty("value").GetInt32());
    }

    [Theory]
    [InlineData("admin", "wrong")]
    [InlineData("somebody", RelayProcess.AdminToken)]
    public async Task MosquittoSub_WithoutTheToken_IsRefused(string user, string password)
    {
        await using var subscriber = Tool.Mosquitto(Relay, "mosquitto_sub", ["-t", "#"], user, password);

        var (code, errors) = await subscriber.EndAsync();

        Assert.NotEqual(0, code);
        Assert.Contains("Bad User Name or Password", errors, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task MqttJs_OverWebSocket_WatchesAndCommands()
    {
        var script = Path.Combine(Repository.Root, "clients", "device", "test", "interop", "mqttjs.mjs");
        await using var tool = Tool.Start("node", script, $"ws://127.0.0.1:{Relay.Console.Port}/_bridge/mqtt", RelayProcess.AdminToken, Device);

        var reply = JsonElement.Parse(await tool.LineAsync("{"));

        Assert.Equal("from mqtt.js", reply.GetProperty("id").GetString());
        Assert.Equal("Feature page", reply.GetProperty("value").GetProperty("value").GetString());
        Assert.Equal(0, (await tool.EndAsync()).ExitCode);
    }

    /// <summary>An eval whose id is "from-a-tool": what the device replies, whenever it does.</summary>
    private async Task<JsonElement> CommandAsync(string payload)
    {
        var start = $"bridge/v1/main/{Device}/up/reply ";
        await using var replies = Tool.Mosquitto(Relay, "mosquitto_sub", ["-t", start.Trim(), "-t", $"bridge/v1/main/{Device}/state", "-v"]);
        await replies.LineAsync($"bridge/v1/main/{Device}/state ");
        await using var publisher = Tool.Mosquitto(Relay, "mosquitto_pub", ["-q", "1", "-t", $"bridge/v1/main/{Device}/down/eval", "-m", payload]);
        Assert.Equal(0, (await publisher.EndAsync()).ExitCode);

        JsonElement reply;
        do
        {
            reply = JsonElement.Parse((await replies.LineAsync(start))[start.Length..]);
        }
        while (reply.GetProperty("id").GetString() != "from-a-tool"); // the relay's own commands are answered there, too
        return reply;
    }
}
