using System.Net;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Bridge.E2E.Tests.Harness;

/// <summary>Somebody else's web server: one page at every address, at an origin that isn't the relay's.</summary>
internal sealed class PageServer : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly X509Certificate2? _certificate;

    private PageServer(WebApplication app, X509Certificate2? certificate) => (_app, _certificate) = (app, certificate);

    /// <summary>The page; may be set before each visit.</summary>
    public string Html { get; set; } = "";

    /// <summary>Its policy; empty for none.</summary>
    public string Policy { get; set; } = "";

    public int Port => new Uri(_app.Urls.First()).Port;

    /// <summary>Another site than the relay, which is at 127.0.0.1.</summary>
    public string OtherSite => $"{Scheme}://localhost:{Port}";

    /// <summary>The relay's site, another origin: cookies of the relay go along.</summary>
    public string SameSite => $"{Scheme}://127.0.0.1:{Port}";

    private string Scheme => new Uri(_app.Urls.First()).Scheme;

    /// <param name="certificate">Over https, with this.</param>
    public static async Task<PageServer> StartAsync(X509Certificate2? certificate = null)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0, listen => _ = certificate is null ? listen : listen.UseHttps(certificate)));
        var app = builder.Build();
        var server = new PageServer(app, certificate);
        app.Run(context =>
        {
            if (server.Policy.Length > 0)
            {
                context.Response.Headers.ContentSecurityPolicy = server.Policy;
            }

            context.Response.ContentType = "text/html; charset=utf-8";
            return context.Response.WriteAsync(server.Html);
        });
        await app.StartAsync();
        return server;
    }

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        _certificate?.Dispose();
    }
}
