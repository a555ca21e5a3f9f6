using System.Collections.Concurrent;
using System.Net;
using System.Net.WebSockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Bridge.Injector.Proxy;
using Bridge.Injector.Tests.DevServers;
using Bridge.Injector.Tests.Support;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;

namespace Bridge.Injector.Tests.Proxy;

/// <summary>A WebSocket over either version of HTTP on either side of the proxy (RFC 6455, RFC 8441).</summary>
public sealed class WebSocketVersionTests
{
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(120);

    private readonly ConcurrentQueue<string> _outside = new();
    private readonly ConcurrentQueue<string> _inside = new();

    [Theory]
    [InlineData(HttpProtocols.Http1, false, HttpProtocols.Http1)]
    [InlineData(HttpProtocols.Http2, false, HttpProtocols.Http1)]
    [InlineData(HttpProtocols.Http1, false, HttpProtocols.Http2)]
    [InlineData(HttpProtocols.Http2, false, HttpProtocols.Http2)]
    [InlineData(HttpProtocols.Http1AndHttp2, true, HttpProtocols.Http1AndHttp2)]
    [InlineData(HttpProtocols.Http1AndHttp2, true, HttpProtocols.Http2)]
    [InlineData(HttpProtocols.Http1, true, HttpProtocols.Http2)]
    public async Task WebSocket_BetweenVersions_PassesWithItsSubprotocol(HttpProtocols outside, bool secure, HttpProtocols inside)
    {
        await using var upstream = await UpstreamAsync(inside, secure);
        await using var proxy = await ProxyAsync(upstream, outside, secure, http2: inside == HttpProtocols.Http2 && !secure);
        using var client = new ClientWebSocket();
        client.Options.AddSubProtocol("first");
        client.Options.AddSubProtocol("echo");
        client.Options.HttpVersion = outside == HttpProtocols.Http1 ? HttpVersion.Version11 : HttpVersion.Version20;
        client.Options.HttpVersionPolicy = HttpVersionPolicy.RequestVersionExact;
        using var invoker = new HttpMessageInvoker(Trusting());
        await client.ConnectAsync(new UriBuilder(proxy.Address) { Scheme = secure ? "wss" : "ws", Path = "/socket" }.Uri, invoker, default).WaitAsync(Soon);

        Assert.Equal("echo", client.SubProtocol);
        await client.SendAsync("hi"u8.ToArray(), WebSocketMessageType.Text, endOfMessage: true, default);
        var buffer = new byte[10];
        var result = await client.ReceiveAsync(buffer, default).WaitAsync(Soon);
        Assert.Equal("hi"u8.ToArray(), buffer[..result.Count]);
        await client.CloseAsync(WebSocketCloseStatus.NormalClosure, null, default).WaitAsync(Soon);
        Assert.Equal("bye", client.CloseStatusDescription);
        Assert.Equal([outside == HttpProtocols.Http1 ? "HTTP/1.1" : "HTTP/2"], _outside);
        Assert.Equal([inside == HttpProtocols.Http2 ? "HTTP/2" : "HTTP/1.1"], _inside);
    }

    [Fact]
    public async Task WebSocket_OfChromiumOnHttps_GoesOverHttp2AndPasses()
    {
        await using var upstream = await UpstreamAsync(HttpProtocols.Http1, secure: false);
        await using var proxy = await ProxyAsync(upstream, HttpProtocols.Http1AndHttp2, secure: true, http2: false);
        await Browsing.OpenAsync(proxy, async (page, _) =>
        {
            var got = await page.EvaluateAsync<string>("""
                new Promise(done => {
                  const socket = new WebSocket(location.origin.replace('http', 'ws') + '/socket', ['first', 'echo']);
                  socket.onopen = () => socket.send('hi');
                  socket.onmessage = event => { done(`${socket.protocol} ${event.data}`); socket.close(); };
                  socket.onerror = () => done('error');
                })
                """);
            Assert.Equal("echo hi", got);
        });

        Assert.Equal(["HTTP/2"], _outside);
        Assert.Equal(["HTTP/1.1"], _inside);
    }

    [Theory]
    [InlineData(HttpProtocols.Http1)]
    [InlineData(HttpProtocols.Http2)]
    public async Task WebSocket_RefusedByTheUpstream_IsRefused(HttpProtocols inside)
    {
        await using var upstream = await UpstreamAsync(inside, secure: false);
        await using var proxy = await ProxyAsync(upstream, HttpProtocols.Http1, secure: false, http2: inside == HttpProtocols.Http2);
        using var client = new ClientWebSocket();
        client.Options.CollectHttpResponseDetails = true;

        await Assert.ThrowsAsync<WebSocketException>(() => client.ConnectAsync(new UriBuilder(proxy.Address) { Scheme = "ws", Path = "/refused" }.Uri, default)).WaitAsync(Soon);
        Assert.Equal(HttpStatusCode.Forbidden, client.HttpStatusCode);
    }

    private Task<LocalServer> UpstreamAsync(HttpProtocols protocols, bool secure) => LocalServer.StartAsync(
        app =>
        {
            app.UseWebSockets();
            app.Run(EchoAsync);
        },
        host: host => Listen(host, protocols, secure));

    private Task<LocalServer> ProxyAsync(LocalServer upstream, HttpProtocols protocols, bool secure, bool http2) => LocalServer.StartAsync(
        app =>
        {
            app.Use((context, next) =>
            {
                if (context.Request.Path == "/socket")
                {
                    _outside.Enqueue(context.Request.Protocol);
                }

                return next(context);
            });
            app.UseBridgeInjection();
            app.RunBridgeProxy(new DevProxyOptions { Upstream = upstream.Address, Http2 = http2 });
        },
        services => services.AddBridgeInjector(),
        host => Listen(host, protocols, secure));

    private static void Listen(IWebHostBuilder host, HttpProtocols protocols, bool secure) => host.UseKestrelHttpsConfiguration().ConfigureKestrel(kestrel =>
    {
        kestrel.ForProxy();
        kestrel.Listen(IPAddress.Loopback, 0, listen =>
        {
            listen.Protocols = protocols;
            if (secure)
            {
                listen.UseHttps(Certificate());
            }
        });
    });

    private async Task EchoAsync(HttpContext context)
    {
        if (!context.WebSockets.IsWebSocketRequest || context.Request.Path != "/socket")
        {
            context.Response.StatusCode = context.Request.Path == "/refused" ? StatusCodes.Status403Forbidden : StatusCodes.Status200OK;
            context.Response.ContentType = "text/html";
            await context.Response.WriteAsync("<!doctype html><head><title>x</title>");
            return;
        }

        _inside.Enqueue(context.Request.Protocol);
        using var socket = await context.WebSockets.AcceptWebSocketAsync("echo");
        var buffer = new byte[1024];
        while (await socket.ReceiveAsync(buffer.AsMemory(), default) is { MessageType: not WebSocketMessageType.Close } message)
        {
            await socket.SendAsync(buffer.AsMemory(0, message.Count), message.MessageType, message.EndOfMessage, default);
        }

        await socket.CloseAsync(WebSocketCloseStatus.NormalClosure, "bye", default);
    }

    private static SocketsHttpHandler Trusting() => new() { SslOptions = { RemoteCertificateValidationCallback = (_, certificate, _, _) => certificate?.Subject == "CN=127.0.0.1" } };

    private static X509Certificate2 Certificate()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=127.0.0.1", key, HashAlgorithmName.SHA256);
        using var certificate = request.CreateSelfSigned(TimeProvider.System.GetUtcNow().AddDays(-1), TimeProvider.System.GetUtcNow().AddDays(1));
        return X509CertificateLoader.LoadPkcs12(certificate.Export(X509ContentType.Pfx), null);
    }
}
