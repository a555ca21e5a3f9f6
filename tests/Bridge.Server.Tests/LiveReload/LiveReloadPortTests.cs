using System.Net;
using System.Net.Http.Json;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json;
using Bridge.Server.LiveReload;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace Bridge.Server.Tests.LiveReload;

public sealed class LiveReloadPortTests : IAsyncLifetime
{
    private readonly ReloadParts _parts = new();
    private LiveReloadPort _port = null!;
    private HttpClient _client = null!;

    public async Task InitializeAsync()
    {
        _port = new LiveReloadPort(_parts.Service, _parts.Clients, _parts.Notices, Options.Create(new LiveReloadOptions { Port = 0 }), TimeProvider.System, NullLogger<LiveReloadPort>.Instance);
        await _port.StartAsync(default);
        _client = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{_port.Bound}") };
    }

    public async Task DisposeAsync()
    {
        _client.Dispose();
        await _port.DisposeAsync();
        await _parts.DisposeAsync();
    }

    [Fact]
    public async Task Client_AfterHello_IsToldOfChanges()
    {
        using var socket = await ConnectAsync(null);
        await SendAsync(socket, """{"command":"hello","protocols":["http://livereload.com/protocols/official-7"],"ver":"3.3.1"}""");
        var hello = await ReceiveAsync(socket);
        Assert.Equal("hello", hello.GetProperty("command").GetString());
        Assert.Equal("http://livereload.com/protocols/official-7", hello.GetProperty("protocols")[0].GetString());

        await _client.PostAsJsonAsync("/changed", new { files = new[] { "css/style.css" } });
        var change = await ReceiveAsync(socket);
        Assert.Equal(("reload", "css/style.css", true), (change.GetProperty("command").GetString(), change.GetProperty("path").GetString(), change.GetProperty("liveCSS").GetBoolean()));
        Assert.Equal("css", (await _parts.Targets.NextAsync()).Command);

        await _client.GetAsync("/changed?files=index.html,a.css");
        Assert.Equal("", (await ReceiveAsync(socket)).GetProperty("path").GetString());
        Assert.Equal("reload", (await _parts.Targets.NextAsync()).Command);
    }

    [Fact]
    public async Task Changed_AnswersWithEachDevice()
    {
        var answer = await (await _client.PostAsJsonAsync("/changed", new { files = new[] { "a.css" } })).Content.ReadFromJsonAsync<JsonElement>();
        Assert.True(answer.GetProperty("clients")[0].GetProperty("applied").GetBoolean());
        Assert.Equal("red phone", answer.GetProperty("clients")[0].GetProperty("label").GetString());
        Assert.Equal("a.css", answer.GetProperty("files")[0].GetString());
    }

    [Theory]
    [InlineData("/changed?files=css/a.css,b.css", null, null)]
    [InlineData("/changed", """{"files":["css/a.css","b.css"]}""", "application/json")]
    [InlineData("/changed", """{"files":["css/a.css","b.css"]}""", "application/x-www-form-urlencoded")]
    [InlineData("/changed", """{"files":"css/a.css, b.css"}""", "application/json")]
    [InlineData("/changed", "files=css%2Fa.css%2Cb.css", "application/x-www-form-urlencoded")]
    [InlineData("/changed", "files=css/a.css&files=b.css", "application/x-www-form-urlencoded")]
    [InlineData("/changed?files=css/a.css", "files=b.css", "application/x-www-form-urlencoded")]
    public async Task Changed_InEveryForm_SwapsTheFiles(string path, string? body, string? type)
    {
        using var request = new HttpRequestMessage(body is null ? HttpMethod.Get : HttpMethod.Post, path);
        request.Content = body is null ? null : new StringContent(body, Encoding.UTF8, type!);
        using var answer = await _client.SendAsync(request);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        var (_, command, args) = await _parts.Targets.NextAsync();
        Assert.Equal("css", command);
        Assert.Contains("""["/css/a.css","/b.css"]""", args, StringComparison.Ordinal);
        Assert.Contains("\"near\":true", args, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{")]
    [InlineData("{\"files\":")]
    [InlineData("""{"files":["\ud800.css"]}""")]
    [InlineData("""{"files":"\ud800"}""")]
    [InlineData("""{"\udc00":1}""")]
    public async Task Changed_BrokenJson_IsRefused(string body)
    {
        using var answer = await _client.PostAsync("/changed", new StringContent(body));

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Contains("neither JSON nor a form", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Equal(0, _parts.Targets.Waiting);
    }

    [Theory]
    [InlineData("[]")]
    [InlineData("{")]
    [InlineData("{\"command\":1}")]
    [InlineData("{\"command\":null}")]
    [InlineData("{\"command\":\"\\ud800\"}")]
    [InlineData("{\"\\ud8001234\":1}")]
    public async Task Client_ThatSaysWhatIsNotOfTheProtocol_IsServedOn(string before)
    {
        using var socket = await ConnectAsync(null);
        await SendAsync(socket, before);
        await SendAsync(socket, """{"command":"hello"}""");

        Assert.Equal("hello", (await ReceiveAsync(socket)).GetProperty("command").GetString());
    }

    [Fact]
    public async Task Client_ThatDoesNotRead_IsCut()
    {
        using var socket = await ConnectAsync(null);
        await SendAsync(socket, """{"command":"hello"}""");
        await ReceiveAsync(socket);

        string[] change = [new string('a', 100_000) + ".css"];
        for (var i = 0; i < 200; i++) // more than two sockets hold
        {
            _parts.Clients.Tell(change, reload: false);
        }

        // Told no farewell: that would wait behind what isn't read, and the client would keep its place for as long.
        using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        var buffer = new byte[64 * 1024];
        await Assert.ThrowsAsync<WebSocketException>(async () =>
        {
            while ((await socket.ReceiveAsync(buffer, deadline.Token)).MessageType != WebSocketMessageType.Close)
            {
            }
        });
    }

    [Theory]
    [InlineData("cross-site", null, "/changed", HttpStatusCode.Forbidden)] // an image, a frame, a link of a page elsewhere
    [InlineData("cross-site", null, "/livereload.js", HttpStatusCode.OK)]
    [InlineData("cross-site", "http://127.0.0.1:3000", "/changed", HttpStatusCode.OK)]
    [InlineData("cross-site", "null", "/changed", HttpStatusCode.Forbidden)] // a frame in a sandbox
    [InlineData("same-site", null, "/changed", HttpStatusCode.OK)]
    [InlineData("none", null, "/changed", HttpStatusCode.OK)] // typed
    [InlineData(null, null, "/changed", HttpStatusCode.OK)] // a tool
    public async Task Port_FetchThatABrowserCallsForeign_IsRefused(string? site, string? origin, string path, HttpStatusCode status)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        if (site is not null)
        {
            request.Headers.Add("Sec-Fetch-Site", site);
        }

        if (origin is not null)
        {
            request.Headers.Add("Origin", origin);
        }

        using var answer = await _client.SendAsync(request);

        Assert.Equal(status, answer.StatusCode);
        Assert.Equal(path == "/changed" && status == HttpStatusCode.OK ? 1 : 0, _parts.Targets.Waiting);
    }

    [Theory]
    [InlineData("http://evil.example", null)]
    [InlineData(null, "rebound.example")]
    public async Task Port_ForeignPageOrName_IsRefused(string? origin, string? host)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/changed") { Content = JsonContent.Create(new { }) };
        request.Headers.Host = host;
        if (origin is not null)
        {
            request.Headers.Add("Origin", origin);
        }

        Assert.Equal(HttpStatusCode.Forbidden, (await _client.SendAsync(request)).StatusCode);
        Assert.Equal(0, _parts.Targets.Waiting);
        if (origin is not null)
        {
            await Assert.ThrowsAsync<WebSocketException>(() => ConnectAsync(origin));
        }
    }

    [Fact]
    public async Task Port_Taken_IsLeftAndSaid()
    {
        await using var second = new LiveReloadPort(
            _parts.Service, _parts.Clients, _parts.Notices, Options.Create(new LiveReloadOptions { Port = _port.Bound }), TimeProvider.System, NullLogger<LiveReloadPort>.Instance);
        await second.StartAsync(default);

        Assert.Null(second.Bound);
        Assert.Contains("is taken", _parts.Texts[0], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Port_AnotherLiveReloadServers_ItsReloadsAreFollowed()
    {
        await using var others = new ReloadParts();
        await using var second = new LiveReloadPort(
            others.Service, others.Clients, others.Notices, Options.Create(new LiveReloadOptions { Port = _port.Bound }), TimeProvider.System, NullLogger<LiveReloadPort>.Instance);
        var heard = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        others.Notices.Posted += notice => _ = notice.Kind == "livereload-source" && heard.TrySetResult();
        await second.StartAsync(default);
        await heard.Task.WaitAsync(TimeSpan.FromSeconds(60));

        await _client.GetAsync("/changed?files=css/a.css");
        var (_, command, args) = await others.Targets.NextAsync();
        Assert.Equal("css", command);
        Assert.Contains("/css/a.css", args, StringComparison.Ordinal);

        await _client.GetAsync("/changed?files=index.html");
        Assert.Equal("reload", (await others.Targets.NextAsync()).Command);
    }

    private async Task<ClientWebSocket> ConnectAsync(string? origin)
    {
        var socket = new ClientWebSocket();
        if (origin is not null)
        {
            socket.Options.SetRequestHeader("Origin", origin);
        }

        await socket.ConnectAsync(new Uri($"ws://127.0.0.1:{_port.Bound}/livereload"), default);
        return socket;
    }

    private static Task SendAsync(ClientWebSocket socket, string text) =>
        socket.SendAsync(Encoding.UTF8.GetBytes(text), WebSocketMessageType.Text, endOfMessage: true, default);

    private static async Task<JsonElement> ReceiveAsync(ClientWebSocket socket)
    {
        using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        var buffer = new byte[4096];
        var result = await socket.ReceiveAsync(buffer, deadline.Token);
        return JsonDocument.Parse(buffer.AsMemory(0, result.Count)).RootElement;
    }
}
