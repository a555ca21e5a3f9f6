using System.Collections.Concurrent;
using System.Text.Json;
using System.Threading.Channels;
using Bridge.Server.Relay;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Bridge.Cli.Tests.Relays;

/// <summary>The relay's REST interface with answers that a test chooses, on a real socket, so that what no relay does on demand can be tested.</summary>
internal sealed class FakeRelay : IAsyncDisposable
{
    private const string Token = "the-token";
    private readonly WebApplication _app;
    private int _askedForDevices;

    private FakeRelay(WebApplication app) => _app = app;

    /// <summary>The answer to <c>GET …/devices</c>.</summary>
    public string Devices { get; set; } = """[{"device":"d1","label":"Pixel 9","color":"#ff8800","presence":"online","since":"2026-01-02T03:04:05Z","url":"http://site.test/","browser":"Chrome on Android","transport":"http","rtt":12.4}]""";

    /// <summary>Which askings for the devices, counted from one, are cut after how many characters of the answer.</summary>
    public Dictionary<int, int> Cuts { get; } = [];

    /// <summary>The answer to a command.</summary>
    public string Outcomes { get; set; } = "[]";

    /// <summary>The commands that came.</summary>
    public ConcurrentQueue<JsonElement> Commands { get; } = new();

    /// <summary>The <c>since</c> of each stream that was asked for.</summary>
    public Channel<string> StreamsFrom { get; } = Channel.CreateUnbounded<string>();

    /// <summary>The streams that are asked for, each a list of lines, in turn; the last one stays open.</summary>
    public ConcurrentQueue<string[]> Streams { get; } = new();

    /// <summary>As commands find it.</summary>
    public RunFile RunFile(string token = Token) => new(Environment.ProcessId, "fake", _app.Urls.Single(), token, DateTimeOffset.UnixEpoch);

    public static async Task<FakeRelay> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        var relay = new FakeRelay(app);
        app.Use((context, next) => context.Request.Headers.Authorization == $"Bearer {Token}" ? next(context) : Refuse(context));
        app.MapGet("/api/rooms/{room}/devices", relay.DevicesAsync);
        app.MapPost("/api/rooms/{room}/tickets", () => Results.Text("""{"url":"http://192.168.1.2:5080/_bridge/pair#c2VjcmV0","code":"7K3M9QXD","expiresAt":"2026-01-02T03:06:05Z"}""", "application/json"));
        app.MapPost("/api/launches", () => Results.Text("""{"url":"http://127.0.0.1:5090/#launch=once"}""", "application/json"));
        app.MapPost("/api/rooms/{room}/commands", (string room, JsonElement command) =>
        {
            relay.Commands.Enqueue(command);
            return room == "main"
                ? Results.Text(relay.Outcomes, "application/json")
                : Results.Problem($"There is no room \"{room}\".", statusCode: StatusCodes.Status404NotFound);
        });
        app.MapGet("/api/rooms/{room}/stream", relay.StreamAsync);
        await app.StartAsync();
        return relay;
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private static Task Refuse(HttpContext context)
    {
        context.Response.StatusCode = StatusCodes.Status401Unauthorized;
        return Task.CompletedTask;
    }

    private async Task DevicesAsync(HttpContext context)
    {
        context.Response.ContentType = "application/json";
        if (!Cuts.TryGetValue(Interlocked.Increment(ref _askedForDevices), out var length))
        {
            await context.Response.WriteAsync(Devices);
            return;
        }

        if (length > 0)
        {
            await context.Response.WriteAsync(Devices[..length]);
            await context.Response.Body.FlushAsync();
        }

        context.Abort();
    }

    private async Task StreamAsync(HttpContext context)
    {
        await StreamsFrom.Writer.WriteAsync(context.Request.Query["since"].ToString());
        if (!Streams.TryDequeue(out var lines))
        {
            return;
        }

        foreach (var line in lines)
        {
            await context.Response.WriteAsync(line + "\n");
        }

        await context.Response.Body.FlushAsync();
        if (Streams.IsEmpty)
        {
            var gone = new TaskCompletionSource();
            await using var registration = context.RequestAborted.Register(gone.SetResult);
            await gone.Task;
        }
    }
}
