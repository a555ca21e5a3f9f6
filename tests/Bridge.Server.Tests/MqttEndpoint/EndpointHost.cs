using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Bridge.Mqtt.Broker;
using Bridge.Server.MqttEndpoint;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Bridge.Server.Tests.MqttEndpoint;

/// <summary>Kestrel with the MQTT endpoint on four listeners: before HTTP, before HTTP with TLS, before an echo of raw bytes, and plain MQTT.</summary>
internal sealed class EndpointHost : IUpgradeGuard, IAsyncDisposable
{
    private readonly X509Certificate2 _certificate = SelfSigned();
    private readonly WebApplication _app;
    private readonly ILoggerFactory _loggers;
    private readonly int[] _ports;

    private EndpointHost(
        Action<MqttEndpointOptions>? configure, Func<UpgradeRequest, UpgradeDecision>? guard, TimeProvider? time, BrokerLimits? limits, ILoggerProvider? log)
    {
        Guard = guard ?? (_ => UpgradeDecision.Admit("somebody"));
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        if (log is not null)
        {
            builder.Logging.AddProvider(log);
        }

        _loggers = LoggerFactory.Create(logging => _ = log is null ? logging : logging.AddProvider(log));
        Broker = new(
            new() { SystemTopicInterval = TimeSpan.Zero, Limits = limits ?? new() },
            new() { Authenticator = Clients, Authorizer = Clients, Loggers = _loggers });
        builder.Services.AddRoutingCore();
        builder.Services.AddSingleton(Broker);
        builder.Services.AddSingleton<IUpgradeGuard>(this);
        builder.Services.AddSingleton(time ?? TimeProvider.System);
        builder.Services.AddBridgeMqttEndpoint(configure);
        builder.WebHost.UseKestrelHttpsConfiguration();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.Listen(IPAddress.Loopback, 0, listen => listen.UseBridgeMqttWebSocket("device"));
            kestrel.Listen(IPAddress.Loopback, 0, listen => listen.UseHttps(_certificate).UseBridgeMqttWebSocket("device"));
            kestrel.Listen(IPAddress.Loopback, 0, listen => listen.UseBridgeMqttWebSocket("console").Run(EchoAsync));
            kestrel.Listen(IPAddress.Loopback, 0, listen => listen.UseBridgeMqtt());
        });
        _app = builder.Build();
        _app.MapBridgeMqttEndpoint(_ => "device");
        _app.MapGet("/piece", WritePieceAsync);
        _app.MapFallback(context => context.Response.WriteAsync($"{context.Request.Method} {context.Request.Path}"));
        ((IHost)_app).Start();
        _ports = [.. _app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Select(a => new Uri(a).Port)];
    }

    public OpenBroker Clients { get; } = new();

    public MqttBroker Broker { get; }

    public Func<UpgradeRequest, UpgradeDecision> Guard { get; }

    public int Http => _ports[0];

    public int Https => _ports[1];

    public int Echo => _ports[2];

    public int Mqtt => _ports[3];

    /// <summary>Connections that have not said yet what they want.</summary>
    public int Pending => _app.Services.GetRequiredService<PendingConnections>().Count;

    public static EndpointHost Start(
        Action<MqttEndpointOptions>? configure = null, Func<UpgradeRequest, UpgradeDecision>? guard = null, TimeProvider? time = null,
        BrokerLimits? limits = null, ILoggerProvider? log = null) =>
        new(configure, guard, time, limits, log);

    /// <summary>Whether a certificate is this host's own.</summary>
    public bool IsOwn(X509Certificate? certificate) => certificate?.GetCertHashString() == _certificate.GetCertHashString();

    public ValueTask<UpgradeDecision> AdmitAsync(UpgradeRequest request, CancellationToken cancellation) => new(Guard(request));

    public async ValueTask DisposeAsync()
    {
        await Broker.DisposeAsync();
        await _app.StopAsync(new CancellationToken(canceled: true));
        await _app.DisposeAsync();
        _loggers.Dispose();
        _certificate.Dispose();
    }

    /// <summary>A page as MVC, Razor and static files write it: into whatever piece of memory the server has, without asking for a length.</summary>
    private static async Task WritePieceAsync(HttpContext context)
    {
        var piece = context.Response.BodyWriter.GetMemory();
        "small"u8.CopyTo(piece.Span);
        context.Response.BodyWriter.Advance(5);
        await context.Response.BodyWriter.FlushAsync();
    }

    private static async Task EchoAsync(ConnectionContext connection)
    {
        while (true)
        {
            var read = await connection.Transport.Input.ReadAsync();
            foreach (var part in read.Buffer)
            {
                await connection.Transport.Output.WriteAsync(part);
            }

            connection.Transport.Input.AdvanceTo(read.Buffer.End);
            if (read.IsCompleted)
            {
                return;
            }
        }
    }

    private static X509Certificate2 SelfSigned()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var now = TimeProvider.System.GetUtcNow();
        return new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256).CreateSelfSigned(now.AddDays(-1), now.AddDays(1));
    }
}
