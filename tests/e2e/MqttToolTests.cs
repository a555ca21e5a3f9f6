using System.Diagnostics;
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
        using var subscriber = Mosquitto("mosquitto_sub", "-t", "bridge/v1/#", "-v", "-W", "90");
        await LineAsync(subscriber, $"bridge/v1/main/{Device}/state "); // retained: comes at once, so the subscription stands

        await Phone.Page.EvaluateAsync("console.log('to any tool')");

        var line = await LineAsync(subscriber, $"bridge/v1/main/{Device}/up/log ");
        Assert.Contains("to any tool", line, StringComparison.Ordinal);
        subscriber.Kill();
    }

    [Fact]
    public async Task MosquittoPub_ToDown_CommandsTheDevice()
    {
        using var replies = Mosquitto("mosquitto_sub", "-t", $"bridge/v1/main/{Device}/up/reply", "-t", $"bridge/v1/main/{Device}/state", "-v", "-W", "90");
        await LineAsync(replies, $"bridge/v1/main/{Device}/state ");

        using var publisher = Mosquitto("mosquitto_pub", "-q", "1", "-t", $"bridge/v1/main/{Device}/down/eval", "-m", """{"id":"from-a-tool","code":"document.title = 'set by mosquitto'"}""");
        await publisher.WaitForExitAsync();
        Assert.Equal(0, publisher.ExitCode);

        var start = $"bridge/v1/main/{Device}/up/reply ";
        JsonElement reply;
        do
        {
            reply = JsonDocument.Parse((await LineAsync(replies, start))[start.Length..]).RootElement;
        }
        while (reply.GetProperty("id").GetString() != "from-a-tool"); // the relay's own commands are answered there, too
        Assert.True(reply.GetProperty("ok").GetBoolean());
        Assert.Equal("set by mosquitto", await Phone.Page.TitleAsync());
        replies.Kill();
    }

    [Theory]
    [InlineData("admin", "wrong")]
    [InlineData("somebody", RelayProcess.AdminToken)]
    public async Task MosquittoSub_WithoutTheToken_IsRefused(string user, string password)
    {
        using var subscriber = MosquittoAs(user, password, "mosquitto_sub", "-t", "#", "-W", "60");

        await subscriber.WaitForExitAsync();

        Assert.NotEqual(0, subscriber.ExitCode);
        Assert.Contains("Bad User Name or Password", await subscriber.StandardError.ReadToEndAsync(), StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task MqttJs_OverWebSocket_WatchesAndCommands()
    {
        var script = Path.Combine(Repository.Root, "clients", "device", "test", "interop", "mqttjs.mjs");
        using var tool = Process.Start(new ProcessStartInfo("node", [script, $"ws://127.0.0.1:{Relay.Console.Port}/_bridge/mqtt", RelayProcess.AdminToken, Device])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        })!;

        var reply = JsonDocument.Parse(await LineAsync(tool, "{")).RootElement;

        Assert.Equal("from mqtt.js", reply.GetProperty("id").GetString());
        Assert.Equal("Feature page", reply.GetProperty("value").GetProperty("value").GetString());
        await tool.WaitForExitAsync();
        Assert.Equal(0, tool.ExitCode);
    }

    private Process Mosquitto(string tool, params string[] arguments) => MosquittoAs("admin", RelayProcess.AdminToken, tool, arguments);

    private Process MosquittoAs(string user, string password, string tool, params string[] arguments) => Process.Start(
        new ProcessStartInfo(tool, ["-h", "127.0.0.1", "-p", Relay.Mqtt.Port.ToString(), "-V", "mqttv5", "-u", user, "-P", password, .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        })!;

    private static async Task<string> LineAsync(Process process, string start)
    {
        using var limit = new CancellationTokenSource(Until.Limit);
        while (await process.StandardOutput.ReadLineAsync(limit.Token) is { } line)
        {
            if (line.StartsWith(start, StringComparison.Ordinal))
            {
                return line;
            }
        }

        throw new InvalidOperationException($"{process.ProcessName} ended before a line began with \"{start}\": {await process.StandardError.ReadToEndAsync(limit.Token)}");
    }
}
