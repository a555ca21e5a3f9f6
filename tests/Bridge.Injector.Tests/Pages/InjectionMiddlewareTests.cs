using System.Buffers;
using System.IO.Compression;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using Bridge.Injector.Tests.Support;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using ZstdSharp;

namespace Bridge.Injector.Tests.Pages;

public sealed class InjectionMiddlewareTests
{
    private const string Page = "<!doctype html><head><title>x</title>";
    private const string Injected = "<!doctype html><head><script src=\"/_bridge/bridge.js\"></script><title>x</title>";

    private readonly CollectedReports _reports = new();

    [Fact]
    public async Task Middleware_Navigation_InjectsAndFixesTheHead()
    {
        await using var server = await ServeAsync(async context =>
        {
            var headers = context.Response.Headers;
            context.Response.ContentType = "text/html";
            context.Response.ContentLength = Page.Length;
            (headers.ETag, headers.AcceptRanges, headers["Digest"], headers["X-Kept"]) = ("\"v1\"", "bytes", "sha-256=x", "kept");
            await context.Response.WriteAsync(Page);
        });

        var response = await server.NavigateAsync("/");

        Assert.Equal(Injected, await response.Content.ReadAsStringAsync());
        Assert.Equal("W/\"v1+bridge\"", response.Headers.ETag!.ToString());
        Assert.Equal("kept", response.Headers.GetValues("X-Kept").Single());
        Assert.True(response.Headers.TransferEncodingChunked);
        Assert.False(response.Headers.Contains("Digest"));
        Assert.Empty(response.Headers.AcceptRanges);
        Assert.Equal("Sec-Fetch-Dest", response.Headers.Vary.Single());
        Assert.True(_reports.Single.Injected);
    }

    [Theory]
    [InlineData("empty", null, null, false)]
    [InlineData("script", null, null, false)]
    [InlineData("document", null, null, true)]
    [InlineData("iframe", null, null, true)]
    [InlineData(null, "text/html,*/*;q=0.8", null, true)]
    [InlineData(null, "*/*", null, false)]
    [InlineData(null, "*/*", "Upgrade-Insecure-Requests: 1", true)]
    [InlineData(null, "text/html", "HX-Request: true", false)]
    [InlineData(null, "text/html", "X-Requested-With: XMLHttpRequest", false)]
    [InlineData("empty", null, "Sec-Purpose: prefetch", true)]
    public async Task Middleware_OnlyNavigations_AreInjected(string? destination, string? accept, string? header, bool injected)
    {
        await using var server = await ServeAsync(Html(Page));
        using var request = new HttpRequestMessage(HttpMethod.Get, server.Address);
        foreach (var (name, value) in (IEnumerable<(string, string?)>)[("Sec-Fetch-Dest", destination), ("Accept", accept), (header?.Split(": ")[0] ?? "X", header?.Split(": ")[1])])
        {
            if (value is not null)
            {
                request.Headers.TryAddWithoutValidation(name, value);
            }
        }

        Assert.Equal(injected ? Injected : Page, await (await server.Client.SendAsync(request)).Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task Middleware_FragmentByAcceptAlone_IsLeftWithAReason()
    {
        await using var server = await ServeAsync(Html("<li>one</li>"));
        using var request = new HttpRequestMessage(HttpMethod.Get, server.Address) { Headers = { Accept = { new("text/html") } } };

        Assert.Equal("<li>one</li>", await (await server.Client.SendAsync(request)).Content.ReadAsStringAsync());
        Assert.Contains("part of a page", _reports.Single.Reason, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("application/xhtml+xml", null, "XHTML")]
    [InlineData(null, null, "no Content-Type")]
    [InlineData("text/html; charset=iso-2022-jp", null, "iso-2022-jp")]
    [InlineData("text/html", "dcb", "dcb")]
    [InlineData("text/html", "gzip, br", "gzip, br")]
    public async Task Middleware_PageItCannotInject_PassesWithAReason(string? type, string? coding, string reason)
    {
        await using var server = await ServeAsync(async context =>
        {
            context.Response.ContentType = type;
            context.Response.Headers.ContentEncoding = coding;
            context.Response.ContentLength = Page.Length;
            await context.Response.WriteAsync(Page);
        });

        var response = await server.NavigateAsync("/a?b=c");

        Assert.Equal(Encoding.ASCII.GetBytes(Page), await response.Content.ReadAsByteArrayAsync());
        Assert.Equal(Page.Length, response.Content.Headers.ContentLength);
        Assert.Equal(("/a?b=c", false), (_reports.Single.Path, _reports.Single.Injected));
        Assert.Contains(reason, _reports.Single.Reason, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("application/json", 200, null)]
    [InlineData("text/event-stream", 200, null)]
    [InlineData("text/html", 200, "attachment; filename=a.html")]
    [InlineData("text/html", 302, null)]
    public async Task Middleware_NoPage_PassesWithoutAWord(string type, int status, string? disposition)
    {
        await using var server = await ServeAsync(async context =>
        {
            context.Response.StatusCode = status;
            context.Response.ContentType = type;
            context.Response.Headers.ContentDisposition = disposition;
            context.Response.Headers.Location = status == 302 ? "/b" : null;
            await context.Response.WriteAsync(Page);
        });

        Assert.Equal(Page, await (await server.NavigateAsync("/")).Content.ReadAsStringAsync());
        Assert.Empty(_reports.All);
    }

    [Theory]
    [InlineData("gzip")]
    [InlineData("x-gzip")]
    [InlineData("br")]
    [InlineData("zstd")]
    [InlineData("deflate")]
    [InlineData("deflate, bare")]
    [InlineData("identity")]
    public async Task Middleware_CodedPage_IsDecodedAndInjected(string coding)
    {
        var text = Page + string.Concat(Enumerable.Range(0, 4_000).Select(i => $"<p>{i * 7919}"));
        var coded = Encode(coding, Encoding.UTF8.GetBytes(text));
        foreach (var piece in (int[])[1, 7, 4096, coded.Length])
        {
            await using var server = await ServeAsync(async context =>
            {
                context.Response.ContentType = "text/html; charset=utf-8";
                context.Response.Headers.ContentEncoding = coding.Split(',')[0];
                context.Response.ContentLength = coded.Length;
                for (var at = 0; at < coded.Length; at += piece)
                {
                    await context.Response.Body.WriteAsync(coded.AsMemory(at, Math.Min(piece, coded.Length - at)));
                }
            });
            var response = await server.NavigateAsync("/");

            Assert.Empty(response.Content.Headers.ContentEncoding);
            Assert.Equal(text.Replace(Page, Injected), await response.Content.ReadAsStringAsync());
        }
    }

    [Fact]
    public async Task Middleware_Bomb_PassesUnmodifiedWithAReason()
    {
        var coded = Encode("gzip", Encoding.ASCII.GetBytes(Page + new string(' ', 10_000_000)));
        await using var server = await ServeAsync(async context =>
        {
            (context.Response.ContentType, context.Response.ContentLength) = ("text/html", coded.Length);
            context.Response.Headers.ContentEncoding = "gzip";
            await context.Response.Body.WriteAsync(coded);
        });

        var response = await server.NavigateAsync("/");

        Assert.Equal(["gzip"], response.Content.Headers.ContentEncoding);
        Assert.Equal(coded, await response.Content.ReadAsByteArrayAsync());
        Assert.Contains("inflates", _reports.Single.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Middleware_BombBehindAPage_IsCutOff()
    {
        var random = new Random(1);
        var noise = string.Concat(Enumerable.Range(0, 20_000).Select(_ => (char)random.Next('a', 'z')));
        var coded = Encode("br", Encoding.ASCII.GetBytes(Page + noise + new string(' ', 50_000_000)));
        await using var server = await ServeAsync(async context =>
        {
            context.Response.ContentType = "text/html";
            context.Response.Headers.ContentEncoding = "br";
            await context.Response.Body.WriteAsync(coded);
        });

        await Assert.ThrowsAnyAsync<HttpRequestException>(() => server.NavigateAsync("/"));
        Assert.Contains("cut off", _reports.Single.Reason, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("gzip")]
    [InlineData("br")]
    [InlineData("zstd")]
    [InlineData("deflate")]
    public async Task Middleware_NotCodedAsItSays_PassesUnmodifiedWithAReason(string coding)
    {
        await using var server = await ServeAsync(async context =>
        {
            context.Response.ContentType = "text/html";
            context.Response.Headers.ContentEncoding = coding;
            await context.Response.Body.WriteAsync(Encoding.ASCII.GetBytes(Page));
        });
        var response = await server.NavigateAsync("/");

        Assert.Equal([coding], response.Content.Headers.ContentEncoding);
        Assert.Equal(Page, await response.Content.ReadAsStringAsync());
        Assert.Contains("can't be decoded", _reports.Single.Reason, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("br")]
    [InlineData("zstd")]
    public async Task Middleware_CodingBreaksLater_CutsOffWithAReason(string coding)
    {
        var random = new Random(1);
        var coded = Encode(coding, Encoding.ASCII.GetBytes(Page + string.Concat(Enumerable.Range(0, 400_000).Select(_ => (char)random.Next('a', 'z')))));
        coded.AsSpan(coded.Length / 2).Fill(0xFF);
        await using var server = await ServeAsync(async context =>
        {
            context.Response.ContentType = "text/html";
            context.Response.Headers.ContentEncoding = coding;
            await context.Response.Body.WriteAsync(coded);
        });

        await Assert.ThrowsAnyAsync<HttpRequestException>(() => server.NavigateAsync("/"));
        Assert.False(_reports.Single.Injected);
    }

    // A decoder that takes any window would let a server take any memory.
    [Theory]
    [InlineData(23, true)]
    [InlineData(24, false)]
    public async Task Middleware_ZstdWindow_IsAtMostEightMegabytes(int window, bool injected)
    {
        var text = Page + string.Concat(Enumerable.Range(0, 3_000_000).Select(i => $"<p>{i}"));
        var coded = new MemoryStream();
        await using (var encoder = new CompressionStream(coded, leaveOpen: true))
        {
            encoder.SetParameter(ZstdSharp.Unsafe.ZSTD_cParameter.ZSTD_c_windowLog, window);
            await encoder.WriteAsync(Encoding.ASCII.GetBytes(text));
        }

        await using var server = await ServeAsync(async context =>
        {
            context.Response.ContentType = "text/html";
            context.Response.Headers.ContentEncoding = "zstd";
            await context.Response.Body.WriteAsync(coded.ToArray());
        });
        var body = await (await server.NavigateAsync("/")).Content.ReadAsByteArrayAsync();

        Assert.Equal(injected ? Encoding.ASCII.GetBytes(text.Replace(Page, Injected)) : coded.ToArray(), body);
        Assert.Equal(injected, _reports.Single.Injected);
    }

    [Theory]
    [InlineData("identity")]
    [InlineData("gzip")]
    [InlineData("br")]
    [InlineData("zstd")]
    public async Task Middleware_StreamedPage_FirstBytesAreNotDelayed(string coding)
    {
        var rest = new TaskCompletionSource();
        await using var server = await ServeAsync(async context =>
        {
            context.Response.ContentType = "text/html";
            context.Response.Headers.ContentEncoding = coding;
            await using Stream body = coding switch
            {
                "gzip" => new GZipStream(context.Response.Body, CompressionLevel.Fastest, leaveOpen: true),
                "br" => new BrotliStream(context.Response.Body, CompressionLevel.Fastest, leaveOpen: true),
                "zstd" => new CompressionStream(context.Response.Body),
                _ => context.Response.Body,
            };
            await body.WriteAsync(Encoding.ASCII.GetBytes(Page));
            await body.FlushAsync();
            await rest.Task;
            await body.WriteAsync("rest"u8.ToArray());
            await body.FlushAsync();
        });

        using var response = await server.Client.SendAsync(server.Navigation("/"), HttpCompletionOption.ResponseHeadersRead);
        await using var stream = await response.Content.ReadAsStreamAsync();
        var first = new byte[Injected.Length];
        await stream.ReadExactlyAsync(first).AsTask().WaitAsync(TimeSpan.FromSeconds(20));
        Assert.Equal(Injected, Encoding.ASCII.GetString(first));
        rest.SetResult();
        Assert.Equal("rest", await new StreamReader(stream).ReadToEndAsync());
    }

    [Fact]
    public async Task Middleware_CachedPage_IsConfirmedByItsOwnTagOnly()
    {
        string? seen = null;
        await using var server = await ServeAsync(async context =>
        {
            seen = context.Request.Headers.IfNoneMatch;
            context.Response.Headers.ETag = "\"v1\"";
            if (seen == "\"v1\"")
            {
                context.Response.StatusCode = StatusCodes.Status304NotModified;
                return;
            }

            context.Response.ContentType = "text/html";
            await context.Response.WriteAsync(Page);
        });

        async Task<HttpResponseMessage> Get(string tag, string destination)
        {
            using var request = server.Navigation("/");
            request.Headers.Remove("Sec-Fetch-Dest");
            request.Headers.Add("Sec-Fetch-Dest", destination);
            request.Headers.IfNoneMatch.Add(EntityTagHeaderValue.Parse(tag));
            return await server.Client.SendAsync(request);
        }

        var same = await Get("W/\"v1+bridge\"", "document");
        Assert.Equal((HttpStatusCode.NotModified, "W/\"v1+bridge\""), (same.StatusCode, same.Headers.ETag!.ToString()));
        Assert.Equal(HttpStatusCode.OK, (await Get("\"v1\"", "document")).StatusCode);
        Assert.Null(seen);
        Assert.Equal(HttpStatusCode.OK, (await Get("W/\"v1+bridge\"", "empty")).StatusCode);
        Assert.Equal(HttpStatusCode.NotModified, (await Get("\"v1\"", "empty")).StatusCode);
        await Get("W/\"v2+bridge-w\"", "document");
        Assert.Equal("W/\"v2\"", seen);
    }

    [Fact]
    public async Task Middleware_Head_HasTheInjectedPagesHead()
    {
        await using var server = await ServeAsync(context =>
        {
            (context.Response.ContentType, context.Response.ContentLength) = ("text/html", Page.Length);
            context.Response.Headers.ETag = "\"v1\"";
            return Task.CompletedTask;
        });
        var response = await server.Client.SendAsync(server.Navigation("/", HttpMethod.Head));

        Assert.Equal("W/\"v1+bridge\"", response.Headers.ETag!.ToString());
        Assert.NotEqual(Page.Length, response.Content.Headers.ContentLength);
        Assert.Empty(_reports.All);
    }

    [Fact]
    public async Task Middleware_Range_PassesWithAReason()
    {
        await using var server = await ServeAsync(async context =>
        {
            (context.Response.StatusCode, context.Response.ContentType) = (206, "text/html");
            context.Response.Headers.ContentRange = "bytes 2-5/37";
            await context.Response.WriteAsync("oct");
        });

        Assert.Equal("oct", await (await server.NavigateAsync("/")).Content.ReadAsStringAsync());
        Assert.Contains("range", _reports.Single.Reason, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(404)]
    [InlineData(500)]
    [InlineData(200)]
    public async Task Middleware_ErrorPages_AreInjectedToo(int status)
    {
        await using var server = await ServeAsync(async context =>
        {
            context.Response.StatusCode = status;
            context.Response.ContentType = "text/html";
            context.Response.BodyWriter.Write(Encoding.ASCII.GetBytes(Page));
            await context.Response.BodyWriter.FlushAsync();
        });

        Assert.Equal(Injected, await (await server.NavigateAsync("/")).Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task Middleware_OwnPagesAndBodylessAnswers_AreLeft()
    {
        await using var server = await ServeAsync(context =>
        {
            context.Response.StatusCode = 404;
            return context.Request.Path == "/_bridge/pair" ? Html(Page)(context) : Task.CompletedTask;
        });

        Assert.Equal(Page, await (await server.NavigateAsync("/_bridge/pair")).Content.ReadAsStringAsync());
        Assert.Equal("", await (await server.NavigateAsync("/nothing")).Content.ReadAsStringAsync());
        Assert.Empty(_reports.All);
    }

    private static byte[] Encode(string coding, byte[] text)
    {
        var coded = new MemoryStream();
        using (Stream encoder = coding switch
        {
            "gzip" or "x-gzip" => new GZipStream(coded, CompressionLevel.Optimal),
            "br" => new BrotliStream(coded, CompressionLevel.Optimal),
            "zstd" => new CompressionStream(coded, leaveOpen: true),
            "deflate" => new ZLibStream(coded, CompressionLevel.Optimal),
            "deflate, bare" => new DeflateStream(coded, CompressionLevel.Optimal),
            _ => coded,
        })
        {
            encoder.Write(text);
        }

        return coded.ToArray();
    }

    private static RequestDelegate Html(string page) => async context =>
    {
        context.Response.ContentType = "text/html";
        await context.Response.WriteAsync(page);
    };

    private Task<LocalServer> ServeAsync(RequestDelegate answer) => LocalServer.StartAsync(
        app =>
        {
            app.UseBridgeInjection();
            app.Run(answer);
        },
        services => services.AddBridgeInjector().AddSingleton<IInjectionObserver>(_reports));
}
