using System.IO.Compression;
using System.Text;
using Bridge.Injector.Tests.Support;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using ZstdSharp;

namespace Bridge.Injector.Tests.Pages;

/// <summary>Pages with a content coding.</summary>
public sealed class CodedPageTests
{
    private const string Page = "<!doctype html><head><title>x</title>";
    private const string Injected = "<!doctype html><head><script src=\"/_bridge/bridge.js\"></script><title>x</title>";

    private readonly CollectedReports _reports = new();

    [Theory]
    [InlineData("gzip")]
    [InlineData("x-gzip")]
    [InlineData("br")]
    [InlineData("zstd")]
    [InlineData("deflate")]
    [InlineData("deflate, bare")]
    [InlineData("identity")]
    public async Task CodedPage_InAnyPieces_IsDecodedAndInjected(string coding)
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
    public async Task CodedPage_ThatInflatesFromItsStart_PassesUnmodifiedWithAReason()
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

    [Theory]
    [InlineData("gzip")]
    [InlineData("br")]
    [InlineData("zstd")]
    [InlineData("deflate")]
    [InlineData("deflate, bare")]
    public async Task CodedPage_ThatEndsInTheMiddle_IsCutOffWithAReason(string coding)
    {
        var random = new Random(1);
        var coded = Encode(coding, Encoding.ASCII.GetBytes(Page + string.Concat(Enumerable.Range(0, 400_000).Select(_ => (char)random.Next('a', 'z')))));
        await using var server = await ServeAsync(async context =>
        {
            context.Response.ContentType = "text/html";
            context.Response.Headers.ContentEncoding = coding.Split(',')[0];
            await context.Response.Body.WriteAsync(coded.AsMemory(0, coded.Length / 2));
            await context.Response.Body.WriteAsync(coded.AsMemory(coded.Length / 2, coded.Length / 4));
        });

        await Assert.ThrowsAsync<HttpRequestException>(() => server.NavigateAsync("/")); // As soon as its head, where that is cut off, too.
        Assert.NotNull(_reports.Single.Reason);
    }

    [Fact]
    public async Task CodedPage_ThatInflatesLater_IsCutOff()
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
    public async Task CodedPage_NotCodedAsItSays_PassesUnmodifiedWithAReason(string coding)
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
    public async Task CodedPage_ThatBreaksLater_IsCutOffWithAReason(string coding)
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
    public async Task CodedPage_ZstdWindow_IsAtMostEightMegabytes(int window, bool injected)
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
    public async Task CodedPage_Streamed_FirstBytesAreNotDelayed(string coding)
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
        await stream.ReadExactlyAsync(first).AsTask().WaitAsync(TimeSpan.FromSeconds(60));
        Assert.Equal(Injected, Encoding.ASCII.GetString(first));
        rest.SetResult();
        Assert.Equal("rest", await new StreamReader(stream).ReadToEndAsync());
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

    private Task<LocalServer> ServeAsync(RequestDelegate answer) => LocalServer.StartAsync(
        app =>
        {
            app.UseBridgeInjection();
            app.Run(answer);
        },
        services => services.AddBridgeInjector().AddSingleton<IInjectionObserver>(_reports));
}
