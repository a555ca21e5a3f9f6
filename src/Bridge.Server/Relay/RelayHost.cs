using Bridge.Mqtt.Broker;
using Bridge.Server.Commands;
using Bridge.Server.Consoles;
using Bridge.Server.Listeners;
using Bridge.Server.LiveReload;
using Bridge.Server.Pairing;
using Bridge.Server.Rooms;
using Bridge.Server.Security;
using Bridge.Server.Security.Certificates;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Console;
using Microsoft.Extensions.Options;

namespace Bridge.Server.Relay;

/// <summary>A running relay.</summary>
public sealed class RelayHost : IAsyncDisposable
{
    /// <summary>Of the 10 s that stopping may take, what connected clients get to take their last messages.</summary>
    private static readonly TimeSpan DrainTime = TimeSpan.FromSeconds(5);

    private readonly WebApplication _app;
    private readonly string? _runFile;
    private readonly string _room;
    private int _stopping;

    private RelayHost(WebApplication app, RelayAddresses addresses, string? runFile, string room) =>
        (_app, Addresses, _runFile, _room) = (app, addresses, runFile, room);

    /// <summary>Where it listens.</summary>
    public RelayAddresses Addresses { get; }

    /// <summary>Where the LiveReload protocol has its own port; null where it wasn't asked for or the port is taken.</summary>
    public string? LiveReload => Services.GetRequiredService<LiveReloadPort>().Bound is { } port ? $"http://127.0.0.1:{port}" : null;

    /// <summary>What it tells.</summary>
    public RelayNotices Notices => Services.GetRequiredService<RelayNotices>();

    /// <summary>Its services.</summary>
    public IServiceProvider Services => _app.Services;

    /// <summary>Ends when the relay has stopped, by <see cref="StopAsync"/> or by itself.</summary>
    public Task Completion => _app.WaitForShutdownAsync();

    /// <summary>A fresh ticket's address for the first room, for a QR code.</summary>
    public string NewPairUrl() => Services.GetRequiredService<TicketOffice>().Issue(_room, secure: false).Url;

    /// <summary>A fresh one-time launch address of the web console.</summary>
    public string NewConsoleUrl() => Services.GetRequiredService<ConsoleDoor>().NewUrl();

    /// <summary>Starts a relay and returns when it accepts connections.</summary>
    /// <exception cref="IOException">No port could be bound.</exception>
    /// <exception cref="ArgumentException">A room's name can't be one.</exception>
    /// <exception cref="CertificateFileException">The certificate that was given can't be used.</exception>
    /// <exception cref="Storage.StorageException">The data folder or the database can't be used.</exception>
    public static async Task<RelayHost> StartAsync(RelayOptions options, CancellationToken cancellation = default)
    {
        SocketThreads.MakeOne();
        var notices = new RelayNotices();
        using var listeners = new RelayListeners(options, notices);
        var app = Build(options, notices, listeners);
        try
        {
            await PrepareAsync(app.Services, options, cancellation);
            // Not before: from then on a connection is taken, and waits until it is served. Many clients give it half a second.
            listeners.Bind(app.Services.GetRequiredService<IOptions<KestrelServerOptions>>().Value);
            var addresses = app.Services.GetRequiredService<RelayAddressBook>().All = AddressesOf(app.Services);
            await app.StartAsync(cancellation);
            return new RelayHost(app, addresses, options.WriteRunFile ? WriteRunFile(app.Services, options, addresses) : null, options.Rooms[0]);
        }
        catch
        {
            await app.DisposeAsync();
            throw;
        }
    }

    /// <summary>Drains and stops: at most 10 s. Clients are told that the server shuts down, and come back to the next one.</summary>
    public async Task StopAsync()
    {
        if (Interlocked.Exchange(ref _stopping, 1) == 1)
        {
            await Completion;
            return;
        }

        if (_runFile is not null)
        {
            RunFile.Remove(_runFile);
        }

        await Services.GetRequiredService<MqttBroker>().DrainAsync(DrainTime);
        await _app.StopAsync();
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        await _app.DisposeAsync();
    }

    private static WebApplication Build(RelayOptions options, RelayNotices notices, RelayListeners listeners)
    {
        // An empty one: settings of ASP.NET Core in the user's folder or environment are those of the site under test, and would add endpoints here.
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions { ContentRootPath = AppContext.BaseDirectory });
        builder.WebHost.UseKestrelCore();
        builder.Logging.ClearProviders();
        builder.Logging.SetMinimumLevel(LogLevel.Warning);
        builder.Logging.AddConsole(console => (console.FormatterName, console.LogToStandardErrorThreshold) = (TerminalLogFormatter.FormatterName, LogLevel.Trace));
        builder.Logging.AddConsoleFormatter<TerminalLogFormatter, ConsoleFormatterOptions>();
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = TimeSpan.FromSeconds(4));
        builder.Services.AddSingleton<IHostLifetime, NoSignals>();
        builder.Services.AddRouting();
        builder.WebHost.UseKestrelHttpsConfiguration();
        builder.WebHost.ConfigureKestrel(RelayListeners.Configure);
        builder.WebHost.UseSockets(listeners.Configure);
        RelayServices.Add(builder.Services, options, notices, listeners);

        var app = builder.Build();
        app.MapWhen(IsDevice, device => DevicePipeline.Build(device, options));
        app.MapWhen(context => !IsDevice(context), ConsolePipeline.Build);
        return app;
    }

    private static bool IsDevice(HttpContext context) => context.Features.GetRequiredListener().Kind == ListenerKind.Device;

    /// <summary>What must be there before the first connection: what was stored, the broker, those who listen to it.</summary>
    private static async Task PrepareAsync(IServiceProvider services, RelayOptions options, CancellationToken cancellation)
    {
        await services.GetRequiredService<RoomRegistry>().LoadAsync(options.Rooms, cancellation);
        await services.GetRequiredService<DeviceCredentials>().LoadAsync(cancellation);
        await services.GetRequiredService<ConsoleSessions>().LoadAsync(cancellation);
        await services.GetRequiredService<MqttBroker>().StartAsync(cancellation);
        services.GetRequiredService<ConsoleCommands>();
        services.GetRequiredService<RoomFeeds>();
        if (!options.NoTls)
        {
            services.GetRequiredService<IServerCertificate>();
        }
    }

    private static RelayAddresses AddressesOf(IServiceProvider services)
    {
        var host = HostNames.InUrl(services.GetRequiredService<HostNames>().PublicHost);
        var ports = services.GetRequiredService<ListenerPorts>();
        return new(
            $"http://{host}:{ports.Device}",
            ports.DeviceTls == 0 ? null : $"https://{host}:{ports.DeviceTls}",
            $"http://127.0.0.1:{ports.Console}",
            $"mqtt://127.0.0.1:{ports.Mqtt}");
    }

    private static string WriteRunFile(IServiceProvider services, RelayOptions options, RelayAddresses addresses) => new RunFile(
        Environment.ProcessId,
        options.Name,
        addresses.Console,
        services.GetRequiredService<AdminToken>().Value,
        services.GetRequiredService<TimeProvider>().GetUtcNow()).Write();
}
