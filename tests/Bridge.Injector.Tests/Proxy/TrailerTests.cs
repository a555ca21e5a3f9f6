using System.Net;
using Bridge.Injector.Proxy;
using Bridge.Injector.Tests.Support;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace Bridge.Injector.Tests.Proxy;

/// <summary>Fields behind a body, between the versions of HTTP.</summary>
public sealed class TrailerTests
{
    [Fact]
    public async Task Proxy_Http2BothWays_PassesTrailers()
    {
        await using var site = await ProxiedUpstream.StartAsync(
            async context =>
            {
                context.Response.DeclareTrailer("X-Sum");
                await context.Response.WriteAsync(context.Request.Protocol);
                context.Response.AppendTrailer("X-Sum", "42");
            },
            options => options.Http2 = true,
            http2: true);
        using var request = new HttpRequestMessage(HttpMethod.Get, site.Proxy.Address) { Version = HttpVersion.Version20, VersionPolicy = HttpVersionPolicy.RequestVersionExact };
        var response = await site.Proxy.Client.SendAsync(request);

        Assert.Equal("HTTP/2", await response.Content.ReadAsStringAsync());
        Assert.Equal("42", response.TrailingHeaders.GetValues("X-Sum").Single());
    }

    [Theory]
    [InlineData(false, false)]
    [InlineData(false, true)]
    [InlineData(true, false)]
    public async Task Proxy_TrailersAnnounced_PassBetweenVersions(bool insideHttp2, bool outsideHttp2)
    {
        await using var upstream = await LocalServer.StartAsync(
            app => app.Run(async context =>
            {
                context.Response.Headers.Trailer = "X-Sum, X-More";
                if (insideHttp2)
                {
                    await context.Response.WriteAsync("whole");
                    context.Response.AppendTrailer("X-Sum", "42");
                    return;
                }

                // As any server of HTTP/1.1 that has trailers: this one leaves the chunks to who announces them.
                context.Response.Headers.TransferEncoding = "chunked";
                await context.Response.Body.WriteAsync("3\r\nwho\r\n2\r\nle\r\n0\r\nX-Sum: 42\r\n\r\n"u8.ToArray());
            }),
            host: host => host.UseKestrelForTests(insideHttp2));
        await using var proxy = await ProxiedUpstream.ProxyAsync(new DevProxyOptions { Upstream = upstream.Address, Http2 = insideHttp2 }, new CollectedReports(), http2: outsideHttp2);
        var version = outsideHttp2 ? HttpVersion.Version20 : HttpVersion.Version11;
        for (var i = 0; i < 2; i++)
        {
            // Twice: the connection is as good as before.
            using var request = new HttpRequestMessage(HttpMethod.Get, proxy.Address) { Version = version, VersionPolicy = HttpVersionPolicy.RequestVersionExact };
            using var response = await proxy.Client.SendAsync(request);

            Assert.Equal("whole", await response.Content.ReadAsStringAsync());
            Assert.Equal("42", response.TrailingHeaders.GetValues("X-Sum").Single());
        }
    }
}
