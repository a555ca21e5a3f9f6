using System.Text;
using Bridge.DevServers;
using Bridge.Injector.Proxy;
using Bridge.Injector.Tests.Proxy;
using Bridge.Injector.Tests.Support;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.SignalR;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.FileProviders;

namespace Bridge.Injector.Tests.DevServers;

/// <summary>An ASP.NET application behind the proxy: compressed and streamed pages, forms with antiforgery tokens, SignalR over WebSockets.</summary>
public sealed class AspNetTests : IDisposable
{
    private readonly SemaphoreSlim _go = new(0);

    public void Dispose() => _go.Dispose();

    [Theory]
    [InlineData("br, gzip")]
    [InlineData("gzip")]
    [InlineData("")]
    public async Task StreamedPage_BehindTheProxy_ComesPieceByPiece(string accepted)
    {
        await using var app = await StartAsync();
        await using var proxy = await ProxiedUpstream.ProxyAsync(new DevProxyOptions { Upstream = app.Address }, new CollectedReports());
        using var request = proxy.Navigation("/stream");
        request.Headers.TryAddWithoutValidation("Accept-Encoding", accepted);
        using var response = await proxy.Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        using var body = new StreamReader(await response.Content.ReadAsStreamAsync());

        // Each piece is sent only when the one before has come through.
        Assert.Contains("<head><script src=\"/_bridge/bridge.js\"></script>", await Browsing.ReadUntilAsync(body, "piece 0"), StringComparison.Ordinal);
        for (var i = 1; i < 4; i++)
        {
            _go.Release();
            Assert.DoesNotContain($"piece {i + 1}", await Browsing.ReadUntilAsync(body, $"piece {i}"), StringComparison.Ordinal);
        }

        _go.Release();
        Assert.Equal("", await body.ReadToEndAsync());
    }

    [Fact]
    public async Task SignalRAndForms_BehindTheProxy_WorkInABrowser()
    {
        await using var app = await StartAsync();
        await Browsing.BrowseAsync(app.Address, async (page, sockets) =>
        {
            await page.WaitForFunctionAsync("window.said === 'hello from the hub'");
            Assert.Equal("1,2,3", await page.EvaluateAsync<string>("window.streamed"));
            Assert.Contains(sockets, socket => socket.Contains("/hub", StringComparison.Ordinal));

            var posted = await page.EvaluateAsync<string>("fetch('/form', { method: 'POST', body: new FormData(document.querySelector('form')) }).then(answer => answer.text())");
            Assert.Equal("saved grüße", posted);
        });
    }

    private Task<LocalServer> StartAsync() => LocalServer.StartAsync(
        app =>
        {
            app.UseResponseCompression();
            app.UseStaticFiles(new StaticFileOptions { FileProvider = new PhysicalFileProvider(Path.Combine(DevPackages.Folder, "node_modules", "@microsoft", "signalr", "dist", "browser")) });
            app.UseRouting();
            app.UseAntiforgery();
            app.UseEndpoints(endpoints =>
            {
                endpoints.MapHub<Greeter>("/hub");
                endpoints.MapGet("/stream", StreamAsync);
                endpoints.MapGet("/", (HttpContext context, IAntiforgery antiforgery) => Results.Content(Home(antiforgery.GetAndStoreTokens(context)), "text/html; charset=utf-8"));
                endpoints.MapPost("/form", async (HttpContext context, IAntiforgery antiforgery) =>
                    await antiforgery.IsRequestValidAsync(context) ? $"saved {(await context.Request.ReadFormAsync())["name"]}" : "refused");
            });
        },
        services =>
        {
            services.AddRouting();
            services.AddSignalR();
            services.AddAntiforgery();
            services.AddResponseCompression(compression => compression.EnableForHttps = true);
        });

    private async Task StreamAsync(HttpContext context)
    {
        context.Response.ContentType = "text/html; charset=utf-8";
        await context.Response.Body.WriteAsync("<!doctype html><html><head><title>x</title></head><body>"u8.ToArray());
        for (var i = 0; i < 4; i++)
        {
            await context.Response.Body.WriteAsync(Encoding.UTF8.GetBytes($"<p>piece {i}</p>"));
            await context.Response.Body.FlushAsync();
            await _go.WaitAsync(context.RequestAborted);
        }
    }

    private static string Home(AntiforgeryTokenSet tokens) => $$"""
        <!doctype html><html><head><title>x</title><script src="/signalr.js"></script></head><body>
        <form><input name="name" value="grüße"><input type="hidden" name="{{tokens.FormFieldName}}" value="{{tokens.RequestToken}}"></form>
        <script type="module">
          const hub = new signalR.HubConnectionBuilder().withUrl("/hub", signalR.HttpTransportType.WebSockets).build();
          await hub.start();
          const got = [];
          await new Promise((complete, error) => hub.stream("Count", 3).subscribe({ next: one => got.push(one), complete, error }));
          window.streamed = got.join();
          window.said = await hub.invoke("Greet", "hello");
        </script></body></html>
        """;

    private sealed class Greeter : Hub
    {
        private readonly string _from = "from the hub";

        public string Greet(string word) => $"{word} {_from}";

        public async IAsyncEnumerable<int> Count(int to)
        {
            for (var i = 1; i <= to && !Context.ConnectionAborted.IsCancellationRequested; i++)
            {
                yield return i;
                await Task.Yield();
            }
        }
    }
}
