using System.Net;
using System.Net.Http.Json;
using System.Net.WebSockets;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Bridge.Cli.Tests.Running;

/// <summary>A device that is removed while it uses a dev server through <c>bridge proxy</c>: dev server, relay and sockets are real.</summary>
public sealed class RevocationTests : IAsyncLifetime
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly string _folder = Path.Combine(Path.GetTempPath(), $"bridge-revoked-{Guid.NewGuid():n}");
    private readonly CookieContainer _cookies = new();
    private WebApplication _server = null!;
    private BridgeProcess _relay = null!;
    private JsonElement _ready;
    private HttpClient _phone = null!;

    public async Task InitializeAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        _server = builder.Build();
        _server.UseWebSockets();
        _server.MapGet("/", () => "the site");
        _server.Map("/socket", EchoAsync);
        _server.MapGet("/events", StreamAsync);
        await _server.StartAsync();

        _relay = BridgeProcess.Start(_folder, [
            "proxy", _server.Urls.Single(), "--local", "--json", "--data", Path.Combine(_folder, "data"), "--device-port", "0", "--device-tls-port", "0", "--console-port", "0", "--mqtt-port", "0"]);
        _ready = JsonElement.Parse(await _relay.LineAsync("\"event\":\"ready\""));
        _phone = new HttpClient(new SocketsHttpHandler { CookieContainer = _cookies }) { BaseAddress = Address("device"), Timeout = Patience };
    }

    public async Task DisposeAsync()
    {
        _phone.Dispose();
        await _relay.DisposeAsync();
        await _server.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task Remove_DeviceWithAWebSocketAndAStream_EndsBothAndLetsNothingMoreThrough()
    {
        var device = await PairAsync();
        Assert.Equal("the site", await _phone.GetStringAsync("/"));
        using var socket = await ConnectAsync();
        await socket.SendAsync("hi"u8.ToArray(), WebSocketMessageType.Text, endOfMessage: true, default);
        Assert.Equal(2, (await socket.ReceiveAsync(new byte[16], default).WaitAsync(Patience)).Count);
        using var events = await _phone.GetAsync("/events", HttpCompletionOption.ResponseHeadersRead);
        await using var stream = await events.Content.ReadAsStreamAsync();
        Assert.Equal(3, await stream.ReadAtLeastAsync(new byte[3], 3).AsTask().WaitAsync(Patience));

        await RemoveAsync(device);

        await Assert.ThrowsAsync<WebSocketException>(() => socket.ReceiveAsync(new byte[16], default).WaitAsync(Patience));
        await Assert.ThrowsAnyAsync<IOException>(() => stream.ReadAsync(new byte[16]).AsTask().WaitAsync(Patience));
        Assert.Equal(HttpStatusCode.Unauthorized, (await _phone.GetAsync("/")).StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, (await _phone.PostAsync("/_bridge/ingest", null)).StatusCode);
        await Assert.ThrowsAsync<WebSocketException>(ConnectAsync);
    }

    [Fact]
    public async Task Remove_AnotherDevice_LeavesAWebSocketOpen()
    {
        var other = await PairAsync();
        _cookies.GetAllCookies().Single().Expired = true; // As another browser.
        await PairAsync();
        using var socket = await ConnectAsync();

        await RemoveAsync(other);

        await socket.SendAsync("hi"u8.ToArray(), WebSocketMessageType.Text, endOfMessage: true, default);
        Assert.Equal(2, (await socket.ReceiveAsync(new byte[16], default).WaitAsync(Patience)).Count);
    }

    private static async Task EchoAsync(HttpContext context)
    {
        using var socket = await context.WebSockets.AcceptWebSocketAsync();
        var buffer = new byte[1024];
        while (await socket.ReceiveAsync(buffer, context.RequestAborted) is { MessageType: WebSocketMessageType.Text } message)
        {
            await socket.SendAsync(buffer.AsMemory(0, message.Count), WebSocketMessageType.Text, message.EndOfMessage, context.RequestAborted);
        }
    }

    private static async Task StreamAsync(HttpContext context)
    {
        context.Response.ContentType = "text/event-stream";
        await context.Response.WriteAsync(":\n\n");
        await context.Response.Body.FlushAsync();
        await Task.Delay(Timeout.Infinite, context.RequestAborted).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private Uri Address(string listener) => new(_ready.GetProperty(listener).GetString()!);

    private async Task<string> PairAsync()
    {
        using var console = Console();
        using var ticket = await console.PostAsync("/api/rooms/main/tickets", null);
        var url = new Uri((await ticket.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("url").GetString()!);
        using var claim = await _phone.PostAsJsonAsync("/_bridge/pair/claim", new { ticket = url.Fragment[1..] });
        return (await claim.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("device").GetString()!;
    }

    private async Task RemoveAsync(string device)
    {
        using var console = Console();
        using var answer = await console.DeleteAsync($"/api/rooms/main/devices/{device}");
        Assert.Equal(HttpStatusCode.NoContent, answer.StatusCode);
    }

    private async Task<ClientWebSocket> ConnectAsync()
    {
        var socket = new ClientWebSocket { Options = { Cookies = _cookies } };
        await socket.ConnectAsync(new Uri($"ws://{Address("device").Authority}/socket"), default).WaitAsync(Patience);
        return socket;
    }

    private HttpClient Console()
    {
        var runFile = JsonElement.Parse(File.ReadAllText(Assert.Single(Directory.GetFiles(Path.Combine(_folder, "devicebridge", "run")))));
        var client = new HttpClient { BaseAddress = Address("console") };
        client.DefaultRequestHeaders.Authorization = new("Bearer", runFile.GetProperty("token").GetString());
        return client;
    }
}
