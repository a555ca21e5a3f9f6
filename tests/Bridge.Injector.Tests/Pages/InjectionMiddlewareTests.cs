using System.Buffers;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using Bridge.Injector.Tests.Support;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

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
    [InlineData(1, true, true)]
    [InlineData(2, true, false)]
    [InlineData(1, false, false)]
    [InlineData(0, true, false)]
    public async Task Middleware_Page_SaysItsLengthWhereItComesWholeInItsFirstPiece(int pieces, bool length, bool says)
    {
        await using var server = await ServeAsync(async context =>
        {
            (context.Response.ContentType, context.Response.ContentLength) = ("text/html", length ? Page.Length : null);
            if (pieces == 0)
            {
                await context.Response.StartAsync(); // its head is out before there is a page
            }

            var size = Page.Length / Math.Max(pieces, 1);
            for (var at = 0; at < Page.Length; at += size)
            {
                await context.Response.Body.WriteAsync(Encoding.ASCII.GetBytes(Page, at, Math.Min(size, Page.Length - at)));
            }
        });

        var response = await server.NavigateAsync("/");

        Assert.Equal(Injected, await response.Content.ReadAsStringAsync());
        Assert.Equal(!says, response.Headers.TransferEncodingChunked ?? false);
        Assert.True(_reports.Single.Injected);
    }

    [Fact]
    public async Task Middleware_LargePageInOnePiece_IsPassedOnAndNotCopied()
    {
        var rest = new string('x', 64 * 1024);
        await using var server = await ServeAsync(async context =>
        {
            (context.Response.ContentType, context.Response.ContentLength) = ("text/html", Page.Length + rest.Length);
            await context.Response.Body.WriteAsync(Encoding.ASCII.GetBytes(Page + rest));
        });

        var response = await server.NavigateAsync("/");

        Assert.Equal(Injected + rest, await response.Content.ReadAsStringAsync());
        Assert.True(response.Headers.TransferEncodingChunked);
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
