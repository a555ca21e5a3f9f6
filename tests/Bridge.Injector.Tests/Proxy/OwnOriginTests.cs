using System.IO.Compression;
using System.Text;
using Microsoft.AspNetCore.Http;

namespace Bridge.Injector.Tests.Proxy;

/// <summary>What a server calls itself, and what a phone calls it.</summary>
public sealed class OwnOriginTests
{
    private const string Page = "<!doctype html><html><head><link rel=canonical href=\"{own}/\"></head><body>{own}/text<a href={own}/a?next={own}/b>a</a>"
        + "<img srcset='//{host}/c 1x, {own}0/d 2x'><a href=http://other.example/{host}/>o</a><script>const at = '{own}/e'</script>";

    [Theory]
    [InlineData(false, "")]
    [InlineData(true, "")]
    [InlineData(true, "gzip")]
    public async Task Links_ToTheUpstreamsOwnOrigin_AreRewrittenAsAnOption(bool rewrite, string coding)
    {
        await using var site = await ProxiedUpstream.StartAsync(
            async context =>
            {
                var text = Encoding.UTF8.GetBytes(Page.Replace("{own}", $"http://{context.Request.Host}").Replace("{host}", context.Request.Host.Value));
                context.Response.ContentType = "text/html";
                context.Response.Headers.ContentEncoding = coding;
                await using var body = coding is "gzip" ? new GZipStream(context.Response.Body, CompressionLevel.Fastest) : context.Response.Body;
                await body.WriteAsync(text);
            },
            options => options.RewriteLinks = rewrite);
        var body = await (await site.Proxy.NavigateAsync("/")).Content.ReadAsStringAsync();

        var (inside, outside) = (site.Upstream.Address.Authority, site.Proxy.Address.Authority);
        var sent = Page.Replace("{own}", $"http://{inside}").Replace("{host}", inside).Replace("<head>", "<head><script src=\"/_bridge/bridge.js\"></script>");
        var expected = !rewrite ? sent : sent
            .Replace($"canonical href=\"http://{inside}", $"canonical href=\"http://{outside}")
            .Replace($"<a href=http://{inside}/a?next=http://{inside}/b", $"<a href=http://{outside}/a?next=http://{outside}/b")
            .Replace($"'//{inside}/c", $"'//{outside}/c");
        Assert.Equal(expected, body);
    }

    [Fact]
    public async Task Policy_ThatNamesTheUpstreamItself_HoldsForThePhone()
    {
        await using var site = await ProxiedUpstream.StartAsync(context =>
        {
            var own = context.Request.Host;
            context.Response.Headers.ContentSecurityPolicy = $"img-src http://{own} http://{own}1; connect-src ws://{own}";
            return Task.CompletedTask;
        });
        var response = await site.Proxy.Client.GetAsync("/");

        var outside = site.Proxy.Address.Authority;
        Assert.Equal($"img-src http://{outside} http://{site.Upstream.Address.Authority}1; connect-src ws://{outside}", response.Headers.GetValues("Content-Security-Policy").Single());
    }
}
