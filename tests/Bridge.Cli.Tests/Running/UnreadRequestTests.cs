using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;

namespace Bridge.Cli.Tests.Running;

/// <summary>JSON that says half of a character or null where something has to be, and JSON that is none, at each place of a running relay that takes it.</summary>
public sealed class UnreadRequestTests(UnreadRequestTests.OneRelay relay) : IClassFixture<UnreadRequestTests.OneRelay>
{
    [Theory]
    [InlineData("PATCH", "/api/rooms/main/devices/d1", """{"label":"\ud83d"}""")]
    [InlineData("PATCH", "/api/rooms/main/devices/d1", """{"\ud83d":1}""")]
    [InlineData("POST", "/api/rooms/main/tickets", """{"scheme":"\ud83d"}""")]
    [InlineData("POST", "/api/rooms/main/commands", """{"device":"\ud83d","command":"eval"}""")]
    [InlineData("POST", "/api/rooms/main/commands", """{"device":"all","command":"eval","args":{"code":"\ud83d"}}""")]
    [InlineData("POST", "/api/rooms/main/commands", """{"device":"all","command":"eval","args":{"\ud83d":1}}""")]
    [InlineData("POST", "/api/rooms/main/commands", """{"device":"all","command":"x","args":{"a":["\ud83d"]}}""")]
    [InlineData("POST", "/api/reload", """{"files":["\ud83d.css"]}""")]
    [InlineData("POST", "/api/reload", """{"files":["a.css",null]}""")]
    [InlineData("POST", "/api/launch", """{"token":"\ud83d"}""")]
    [InlineData("POST", "/api/rooms/main/commands", "{")]
    public async Task Console_JsonThatCanNotBeRead_IsRefusedInWords(string method, string path, string body) =>
        Assert.NotEmpty(await RefusalAsync("console", method, path, body));

    [Theory]
    [InlineData("""{"ticket":"\ud83d"}""")]
    [InlineData("""{"code":"\ud83d"}""")]
    [InlineData("[")]
    public async Task Pairing_JsonThatCanNotBeRead_IsRefusedInWords(string body) =>
        Assert.NotEmpty(await RefusalAsync("device", "POST", "/_bridge/pair/claim", body));

    private async Task<string> RefusalAsync(string listener, string method, string path, string body)
    {
        using var client = new HttpClient { BaseAddress = new Uri(relay.Ready.GetProperty(listener).GetString()!) };
        client.DefaultRequestHeaders.Authorization = new("Bearer", relay.Token);
        using var request = new HttpRequestMessage(new HttpMethod(method), path) { Content = new StringContent(body, Encoding.UTF8, "application/json") };
        using var answer = await client.SendAsync(request);
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        return (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("detail").GetString()!;
    }

    /// <summary>The relay that all of them ask.</summary>
    public sealed class OneRelay : IAsyncLifetime
    {
        private readonly string _folder = Path.Combine(Path.GetTempPath(), $"bridge-unread-{Guid.NewGuid():n}");
        private BridgeProcess _relay = null!;

        /// <summary>What it says when it is ready.</summary>
        public JsonElement Ready { get; private set; }

        /// <summary>Its administrator's.</summary>
        public string Token { get; private set; } = "";

        public async Task InitializeAsync()
        {
            _relay = BridgeProcess.Start(_folder, [
                "relay", "--local", "--json", "--data", Path.Combine(_folder, "data"), "--device-port", "0", "--device-tls-port", "0", "--console-port", "0", "--mqtt-port", "0"]);
            Ready = JsonElement.Parse(await _relay.LineAsync("ready"));
            var runFile = Assert.Single(Directory.GetFiles(Path.Combine(_folder, "devicebridge", "run")));
            Token = JsonElement.Parse(await File.ReadAllTextAsync(runFile)).GetProperty("token").GetString()!;
        }

        public async Task DisposeAsync()
        {
            await _relay.DisposeAsync();
            Directory.Delete(_folder, recursive: true);
        }
    }
}
