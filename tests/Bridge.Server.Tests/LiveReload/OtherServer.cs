using System.Net;
using System.Net.WebSockets;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Logging;

namespace Bridge.Server.Tests.LiveReload;

/// <summary>Another program's LiveReload server, which says to each client what a test wants.</summary>
internal sealed class OtherServer : IAsyncDisposable
{
    private readonly WebApplication _app;

    private OtherServer(WebApplication app) => _app = app;

    public int Port => new Uri(_app.Urls.First()).Port;

    public static async Task<OtherServer> StartAsync(IReadOnlyList<string> says)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        var app = builder.Build();
        app.UseWebSockets();
        app.Run(async context =>
        {
            using var socket = await context.WebSockets.AcceptWebSocketAsync();
            foreach (var message in says)
            {
                await socket.SendAsync(Encoding.UTF8.GetBytes(message), WebSocketMessageType.Text, endOfMessage: true, context.RequestAborted);
            }

            // Until the client goes: it says hello, and then nothing.
            while ((await socket.ReceiveAsync(new byte[256].AsMemory(), context.RequestAborted)).MessageType != WebSocketMessageType.Close)
            {
            }
        });
        await app.StartAsync();
        return new OtherServer(app);
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();
}
