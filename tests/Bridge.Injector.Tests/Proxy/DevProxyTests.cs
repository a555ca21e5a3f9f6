using System.Net;
using System.Net.Sockets;
using System.Net.WebSockets;
using System.Text;
using Bridge.Injector.Proxy;
using Bridge.Injector.Tests.Support;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Bridge.Injector.Tests.Proxy;

public sealed class DevProxyTests
{
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(120);

    [Fact]
    public async Task Proxy_Fields_AreForwardedWithoutThoseOfTheConnection()
    {
        IHeaderDictionary? seen = null;
        await using var site = await ProxiedUpstream.StartAsync(context =>
        {
            seen = new HeaderDictionary(context.Request.Headers.ToDictionary(StringComparer.OrdinalIgnoreCase));
            context.Response.Headers.Connection = "X-Hop";
            context.Response.Headers["X-Hop"] = "1";
            context.Response.Headers["X-Kept"] = new[] { "1", "2" };
            return Task.CompletedTask;
        });
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(site.Proxy.Address, "/"));
        foreach (var (name, value) in ((string, string)[])
            [("Connection", "X-Mine"), ("X-Mine", "1"), ("Proxy-Authorization", "x"), ("TE", "trailers, gzip"), ("X-Forwarded-For", "6.6.6.6"), ("Forwarded", "for=6.6.6.6"),
             ("Cookie", "a=1; bridge_device=secret; b=2; __Host-bridge_console=secret"), ("Origin", site.Proxy.Address.GetLeftPart(UriPartial.Authority)),
             ("Referer", site.Proxy.Address + "x?y"), ("X-Custom", "gr\u00fc\u00df")])
        {
            Assert.True(request.Headers.TryAddWithoutValidation(name, value));
        }

        using var client = new HttpClient(new SocketsHttpHandler { UseCookies = false, RequestHeaderEncodingSelector = (_, _) => Encoding.Latin1 });
        var response = await client.SendAsync(request);

        Assert.False(seen!.ContainsKey("X-Mine") || seen.ContainsKey("Proxy-Authorization") || seen.ContainsKey("Forwarded") || seen.ContainsKey("Connection"));
        Assert.Equal("trailers", seen["TE"]);
        Assert.Equal("127.0.0.1", seen["X-Forwarded-For"]);
        Assert.Equal("http", seen["X-Forwarded-Proto"]);
        Assert.Equal(site.Proxy.Address.Authority, seen["X-Forwarded-Host"]);
        Assert.Equal(site.Upstream.Address.Authority, seen.Host);
        Assert.Equal("a=1; b=2", seen.Cookie);
        Assert.Equal(site.Upstream.Address.GetLeftPart(UriPartial.Authority), seen.Origin);
        Assert.Equal(site.Upstream.Address + "x?y", seen.Referer);
        Assert.Equal("gr\u00fc\u00df", seen["X-Custom"]);
        Assert.False(response.Headers.Contains("X-Hop"));
        Assert.Equal(["1", "2"], response.Headers.GetValues("X-Kept"));
    }

    [Theory]
    [InlineData("/a%2Fb/%2e%2e/c;d=1?x=%20&y=+#z", "/a%2Fb/%2e%2e/c;d=1?x=%20&y=+")]
    [InlineData("/../x/./y//z", "/../x/./y//z")]
    [InlineData("//other.example/x", "//other.example/x")]
    [InlineData("/%E4%F6?\u00e9", null)]
    [InlineData("/@other.example:81/", "/@other.example:81/")]
    public async Task Proxy_Target_IsAsWritten(string target, string? seenTarget)
    {
        string? seen = null;
        await using var site = await ProxiedUpstream.StartAsync(context =>
        {
            seen = context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget;
            return Task.CompletedTask;
        });
        var answer = await RawRequest.SendAsync(site.Proxy.Address, $"GET {target} HTTP/1.1\r\nHost: {site.Proxy.Address.Authority}\r\nConnection: close\r\n\r\n");

        Assert.Equal(seenTarget, seen);
        Assert.StartsWith(seenTarget is null ? "HTTP/1.1 400" : "HTTP/1.1 200", answer, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("GET http://127.0.0.1:1/x HTTP/1.1\r\nHost: 127.0.0.1:1", "/x")]
    [InlineData("OPTIONS * HTTP/1.1\r\nHost: a", null)]
    [InlineData("CONNECT 127.0.0.1:1 HTTP/1.1\r\nHost: 127.0.0.1:1", null)]
    public async Task Proxy_OtherTarget_GoesToTheOneUpstreamOrNowhere(string head, string? seenTarget)
    {
        string? seen = null;
        await using var site = await ProxiedUpstream.StartAsync(context =>
        {
            seen = context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget;
            return Task.CompletedTask;
        });
        await RawRequest.SendAsync(site.Proxy.Address, head + "\r\nConnection: close\r\n\r\n");

        Assert.Equal(seenTarget, seen);
    }

    [Fact]
    public async Task Proxy_Cookies_AreKeptWhole()
    {
        await using var site = await ProxiedUpstream.StartAsync(context =>
        {
            context.Response.Headers.SetCookie = new[]
            {
                "a=1; Path=/; Secure; HttpOnly; SameSite=None; Partitioned; Priority=High", "b=2; Domain=127.0.0.1; Path=/x",
                "c=3; Expires=Wed, 21 Oct 2037 07:28:00 GMT", "d=4; domain=.other.example", "bridge_device=mine; Path=/", "__Host-bridge_device=mine; Path=/; Secure",
            };
            context.Response.Headers.StrictTransportSecurity = "max-age=1000; includeSubDomains";
            return Task.CompletedTask;
        });
        var response = await site.Proxy.Client.GetAsync("/");

        Assert.Equal(
            ["a=1; Path=/; Secure; HttpOnly; SameSite=None; Partitioned; Priority=High", "b=2; Path=/x", "c=3; Expires=Wed, 21 Oct 2037 07:28:00 GMT", "d=4; domain=.other.example"],
            response.Headers.GetValues("Set-Cookie"));
        Assert.False(response.Headers.Contains("Strict-Transport-Security"));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Proxy_OwnOriginInFields_IsRewrittenAsAnOption(bool rewrite)
    {
        await using var site = await ProxiedUpstream.StartAsync(
            context =>
            {
                var own = $"http://{context.Request.Host}";
                context.Response.StatusCode = 302;
                context.Response.Headers.Location = own + "/login?next=" + own + "/x";
                context.Response.Headers.Link = $"<{own}/a.css>; rel=preload, <{own}0/b>; rel=next";
                context.Response.Headers.AccessControlAllowOrigin = own;
                return Task.CompletedTask;
            },
            options => options.RewriteOrigin = rewrite);
        var response = await site.Proxy.Client.GetAsync("/");

        var inside = site.Upstream.Address.GetLeftPart(UriPartial.Authority);
        var expected = rewrite ? site.Proxy.Address.GetLeftPart(UriPartial.Authority) : inside;
        Assert.Equal($"{expected}/login?next={expected}/x", response.Headers.GetValues("Location").Single());
        Assert.Equal($"<{expected}/a.css>; rel=preload, <{inside}0/b>; rel=next", response.Headers.GetValues("Link").Single());
        Assert.Equal(expected, response.Headers.GetValues("Access-Control-Allow-Origin").Single());
    }

    [Theory]
    [InlineData("text/event-stream")]
    [InlineData("text/html")]
    public async Task Proxy_Stream_PassesEachPieceAtOnce(string type)
    {
        var go = new SemaphoreSlim(0);
        await using var site = await ProxiedUpstream.StartAsync(async context =>
        {
            context.Response.ContentType = type;
            for (var i = 0; i < 3; i++)
            {
                await context.Response.WriteAsync($"data: {i}\n\n");
                await context.Response.Body.FlushAsync();
                await go.WaitAsync();
            }
        });
        using var response = await site.Proxy.Client.GetAsync("/", HttpCompletionOption.ResponseHeadersRead).WaitAsync(Soon);
        using var reader = new StreamReader(await response.Content.ReadAsStreamAsync());
        for (var i = 0; i < 3; i++)
        {
            Assert.Equal($"data: {i}", await reader.ReadLineAsync().WaitAsync(Soon));
            Assert.Equal("", await reader.ReadLineAsync().WaitAsync(Soon));
            go.Release();
        }

        Assert.Null(await reader.ReadLineAsync().WaitAsync(Soon));
    }

    [Fact]
    public async Task Proxy_HeadersWithoutBody_GoOutAtOnce()
    {
        var go = new TaskCompletionSource();
        await using var site = await ProxiedUpstream.StartAsync(async context =>
        {
            context.Response.ContentType = "text/event-stream";
            await context.Response.Body.FlushAsync();
            await go.Task;
        });
        using var response = await site.Proxy.Client.GetAsync("/", HttpCompletionOption.ResponseHeadersRead).WaitAsync(Soon);
        Assert.Equal("text/event-stream", response.Content.Headers.ContentType!.MediaType);
        go.SetResult();
    }

    [Fact]
    public async Task Proxy_SlowPhone_HoldsTheUpstreamBack()
    {
        long sent = 0;
        await using var site = await ProxiedUpstream.StartAsync(async context =>
        {
            var piece = new byte[64 * 1024];
            while (!context.RequestAborted.IsCancellationRequested)
            {
                await context.Response.Body.WriteAsync(piece, context.RequestAborted);
                Interlocked.Add(ref sent, piece.Length);
            }
        });
        using (var response = await site.Proxy.Client.GetAsync("/", HttpCompletionOption.ResponseHeadersRead))
        {
            // Nobody reads: after the buffers on the way are full nothing more is taken. Seen when a while brings nothing more.
            long before;
            do
            {
                before = Interlocked.Read(ref sent);
                using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(300));
                await timer.WaitForNextTickAsync();
            }
            while (before == 0 || Interlocked.Read(ref sent) != before);

            Assert.InRange(before, 1, 32 * 1024 * 1024);
        }
    }

    [Fact]
    public async Task Proxy_Upload_StreamsUp()
    {
        var first = new TaskCompletionSource<string>();
        await using var site = await ProxiedUpstream.StartAsync(async context =>
        {
            var buffer = new byte[100];
            first.SetResult(Encoding.ASCII.GetString(buffer, 0, await context.Request.Body.ReadAsync(buffer)));
            await context.Request.Body.CopyToAsync(context.Response.Body);
        });
        using var socket = new System.Net.Sockets.TcpClient();
        await socket.ConnectAsync(site.Proxy.Address.Host, site.Proxy.Address.Port);
        await using var stream = socket.GetStream();
        await stream.WriteAsync("POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n3\r\none\r\n"u8.ToArray());
        Assert.Equal("one", await first.Task.WaitAsync(Soon));
        await stream.WriteAsync("3\r\ntwo\r\n0\r\n\r\n"u8.ToArray());
        Assert.Contains("\r\ntwo\r\n", await new StreamReader(stream).ReadToEndAsync().WaitAsync(Soon), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Proxy_ExpectContinue_IsAnsweredByTheUpstream()
    {
        await using var site = await ProxiedUpstream.StartAsync(context =>
        {
            context.Response.StatusCode = StatusCodes.Status401Unauthorized;
            context.Response.Headers.Connection = "close";
            return Task.CompletedTask;
        });
        var answer = await RawRequest.SendAsync(
            site.Proxy.Address, $"POST / HTTP/1.1\r\nHost: {site.Proxy.Address.Authority}\r\nContent-Length: 5000\r\nExpect: 100-continue\r\nConnection: close\r\n\r\n");

        Assert.StartsWith("HTTP/1.1 401", answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Proxy_RangeHeadAndNotModified_PassThrough()
    {
        await using var site = await ProxiedUpstream.StartAsync(context => Results.Bytes(
            Encoding.ASCII.GetBytes("0123456789"), "application/octet-stream", enableRangeProcessing: true, entityTag: new("\"v1\"")).ExecuteAsync(context));
        using var range = new HttpRequestMessage(HttpMethod.Get, new Uri(site.Proxy.Address, "/")) { Headers = { Range = new(2, 4) } };
        var part = await site.Proxy.Client.SendAsync(range);
        Assert.Equal((HttpStatusCode.PartialContent, "bytes 2-4/10", "234"), (part.StatusCode, part.Content.Headers.ContentRange!.ToString(), await part.Content.ReadAsStringAsync()));

        var head = await site.Proxy.Client.SendAsync(new HttpRequestMessage(HttpMethod.Head, new Uri(site.Proxy.Address, "/")));
        Assert.Equal((10, "\"v1\""), (head.Content.Headers.ContentLength, head.Headers.ETag!.ToString()));

        using var same = new HttpRequestMessage(HttpMethod.Get, new Uri(site.Proxy.Address, "/")) { Headers = { IfNoneMatch = { new("\"v1\"") } } };
        Assert.Equal(HttpStatusCode.NotModified, (await site.Proxy.Client.SendAsync(same)).StatusCode);
    }

    [Fact]
    public async Task Proxy_WebSocket_PassesBothWaysWithSubprotocol()
    {
        await using var site = await ProxiedUpstream.StartAsync(async context =>
        {
            using var socket = await context.WebSockets.AcceptWebSocketAsync(context.WebSockets.WebSocketRequestedProtocols[1]);
            var buffer = new byte[1 << 20];
            while (await socket.ReceiveAsync(buffer.AsMemory(), default) is { MessageType: not WebSocketMessageType.Close } message)
            {
                await socket.SendAsync(buffer.AsMemory(0, message.Count), message.MessageType, message.EndOfMessage, default);
            }

            await socket.CloseAsync(WebSocketCloseStatus.NormalClosure, "bye", default);
        });
        using var client = new ClientWebSocket();
        client.Options.AddSubProtocol("first");
        client.Options.AddSubProtocol("vite-hmr");
        await client.ConnectAsync(new UriBuilder(site.Proxy.Address) { Scheme = "ws" }.Uri, default).WaitAsync(Soon);
        Assert.Equal("vite-hmr", client.SubProtocol);

        var large = new byte[700_000];
        Random.Shared.NextBytes(large);
        await client.SendAsync(large, WebSocketMessageType.Binary, endOfMessage: true, default);
        var received = new MemoryStream();
        var piece = new byte[100_000];
        WebSocketReceiveResult result;
        do
        {
            result = await client.ReceiveAsync(piece, default).WaitAsync(Soon);
            received.Write(piece, 0, result.Count);
        }
        while (!result.EndOfMessage);
        Assert.Equal(large, received.ToArray());

        await client.CloseAsync(WebSocketCloseStatus.NormalClosure, null, default).WaitAsync(Soon);
        Assert.Equal("bye", client.CloseStatusDescription);
    }

    [Fact]
    public async Task Proxy_UpstreamDown_SaysSoAndComesBack()
    {
        using var silent = new Socket(SocketType.Stream, ProtocolType.Tcp);
        silent.Bind(new IPEndPoint(IPAddress.Loopback, 0)); // and nobody listens
        await using var proxy = await ProxiedUpstream.ProxyAsync(new DevProxyOptions { Upstream = new Uri($"http://{silent.LocalEndPoint}") }, new CollectedReports());
        var page = await proxy.NavigateAsync("/");
        var text = await page.Content.ReadAsStringAsync();

        Assert.Equal((HttpStatusCode.BadGateway, "down"), (page.StatusCode, page.Headers.GetValues(UpstreamTrouble.Header).Single()));
        Assert.Contains("is not running", text, StringComparison.Ordinal);
        Assert.Contains("/_bridge/bridge.js", text, StringComparison.Ordinal);
        var part = await proxy.Client.GetAsync("/api");
        Assert.Equal("text/plain", part.Content.Headers.ContentType!.MediaType);
    }

    [Fact]
    public async Task Proxy_UpstreamSlow_SaysSo()
    {
        await using var site = await ProxiedUpstream.StartAsync(
            context => Task.Delay(Timeout.Infinite, context.RequestAborted), options => options.SlowAfter = TimeSpan.FromMilliseconds(100));
        var page = await site.Proxy.NavigateAsync("/");

        Assert.Equal((HttpStatusCode.GatewayTimeout, "slow"), (page.StatusCode, page.Headers.GetValues(UpstreamTrouble.Header).Single()));
    }

    [Fact]
    public async Task Proxy_UpstreamBreaksOff_SoDoesThePhone()
    {
        await using var site = await ProxiedUpstream.StartAsync(async context =>
        {
            context.Response.ContentLength = 100;
            await context.Response.WriteAsync("half");
            await context.Response.Body.FlushAsync();
            context.Abort();
        });

        await Assert.ThrowsAnyAsync<HttpRequestException>(() => site.Proxy.Client.GetStringAsync("/"));
    }

    [Fact]
    public async Task Proxy_PageRequest_AsksForNoCodingItCannotDecode()
    {
        string? seen = null;
        await using var site = await ProxiedUpstream.StartAsync(context =>
        {
            seen = context.Request.Headers.AcceptEncoding;
            return Task.CompletedTask;
        });
        using var page = site.Proxy.Navigation("/");
        page.Headers.TryAddWithoutValidation("Accept-Encoding", "gzip, deflate, br, zstd, dcb, dcz");
        await site.Proxy.Client.SendAsync(page);
        Assert.Equal("gzip, deflate, br, zstd", seen);

        using var script = new HttpRequestMessage(HttpMethod.Get, new Uri(site.Proxy.Address, "/a.js"));
        script.Headers.TryAddWithoutValidation("Accept-Encoding", "gzip, deflate, br, zstd");
        await site.Proxy.Client.SendAsync(script);
        Assert.Equal("gzip, deflate, br, zstd", seen);
    }
}
