using System.Net;
using Bridge.Server.Relay;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Bridge.Server.LiveReload;

/// <summary>
/// The LiveReload protocol on a port of its own, on loopback, where editors and build plug-ins look for it. It can make pages
/// reload and nothing else, and only for who is on this machine: names of other hosts and pages of other sites are refused. Where another
/// program's LiveReload server has the port, the devices follow that one (<see cref="LiveReloadSource"/>).
/// </summary>
internal sealed class LiveReloadPort(
    LiveReloadService service, LiveReloadClients clients, RelayNotices notices, IOptions<LiveReloadOptions> options, TimeProvider time, ILogger<LiveReloadPort> logger) : IHostedService, IAsyncDisposable
{
    private WebApplication? _app;
    private LiveReloadSource? _source;

    /// <summary>The port that was bound; null where it wasn't asked for or is taken.</summary>
    public int? Bound { get; private set; }

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        if (options.Value.Port is not { } port)
        {
            return;
        }

        // An empty one: settings of ASP.NET Core in the user's folder or environment are those of the site under test, and would add endpoints here.
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions { ContentRootPath = AppContext.BaseDirectory });
        builder.Services.AddRouting();
        builder.WebHost.UseKestrelCore();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = 256 * 1024;
            kestrel.Listen(IPAddress.Loopback, port);
        });
        var app = builder.Build();
        app.Use(GuardAsync);
        app.MapBridgeLiveReloadSocket(clients);
        app.MapBridgeLiveReloadPort(service);
        try
        {
            await app.StartAsync(cancellationToken);
            (_app, Bound) = (app, new Uri(app.Urls.First()).Port);
        }
        catch (IOException e)
        {
            logger.PortTaken(port, e.Message);
            notices.Post(new RelayNotice("port-taken", $"LiveReload's port {port} is taken: editors and build plug-ins can't trigger reloads there", null, "warn"));
            await app.DisposeAsync();
            _source = new LiveReloadSource(service, notices, time, logger, port);
            _source.Start();
        }
    }

    public Task StopAsync(CancellationToken cancellationToken) => _app?.StopAsync(cancellationToken) ?? Task.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        await (_source?.DisposeAsync() ?? default);
        await (_app?.DisposeAsync() ?? default);
    }

    private static Task GuardAsync(HttpContext context, RequestDelegate next)
    {
        var origin = context.Request.Headers.Origin.ToString();
        var isLocal = IsLoopback(context.Request.Host.Host)
            && (origin.Length == 0 ? !IsForeignFetch(context.Request) : Uri.TryCreate(origin, UriKind.Absolute, out var page) && IsLoopback(page.Host));
        if (isLocal)
        {
            return next(context);
        }

        context.Response.StatusCode = StatusCodes.Status403Forbidden;
        return Task.CompletedTask;
    }

    /// <summary>
    /// Whether a page of another site fetches this as an image, a frame or the like, for which a browser names no Origin (Fetch Metadata, 2.3). The script
    /// is fetched like that, and harmless: its socket names the Origin. Tools send nothing of the kind.
    /// </summary>
    private static bool IsForeignFetch(HttpRequest request) =>
        request.Headers["Sec-Fetch-Site"] == "cross-site" && request.Path != LiveReloadEndpoints.ScriptPath;

    private static bool IsLoopback(string host) =>
        host.Equals("localhost", StringComparison.OrdinalIgnoreCase) || (IPAddress.TryParse(host.Trim('[', ']'), out var address) && IPAddress.IsLoopback(address));
}
