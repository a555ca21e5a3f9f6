using Bridge.Injector.Proxy;
using Bridge.Injector.Tests.DevServers;
using Microsoft.AspNetCore.Http;

namespace Bridge.Injector.Tests.Proxy;

/// <summary>What a browser shows while an upstream doesn't answer.</summary>
public sealed class UpstreamTroubleTests
{
    [Fact]
    public async Task Page_OfASlowUpstream_SaysSoAndComesBackByItself()
    {
        var answers = new TaskCompletionSource();
        DevProxyOptions? patience = null;
        await using var site = await ProxiedUpstream.StartAsync(
            async context =>
            {
                if (context.Request.Path != "/")
                {
                    context.Response.StatusCode = StatusCodes.Status404NotFound; // no device script here
                    return;
                }

                await answers.Task.WaitAsync(context.RequestAborted);
                context.Response.ContentType = "text/html";
                await context.Response.WriteAsync("<!doctype html><head><title>x</title></head><h1>here at last</h1>");
            },
            options => (patience = options).SlowAfter = TimeSpan.FromMilliseconds(200));

        await Browsing.OpenAsync(site.Proxy, async (page, _) =>
        {
            await page.GetByText("has not answered").WaitForAsync();
            patience!.SlowAfter = TimeSpan.FromMinutes(2); // An answer may take longer than the wait that the page was told of.
            answers.SetResult();
            await page.GetByText("here at last").WaitForAsync();
        });
    }
}
