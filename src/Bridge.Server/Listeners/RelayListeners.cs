using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using Bridge.Injector.Proxy;
using Bridge.Server.MqttEndpoint;
using Bridge.Server.Relay;
using Bridge.Server.Security.Certificates;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Https;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.DependencyInjection;

namespace Bridge.Server.Listeners;

/// <summary>The relay's listening sockets: bound first, then handed to Kestrel.</summary>
internal sealed class RelayListeners(RelayOptions options, RelayNotices notices) : IDisposable
{
    // HTTP's and those behind TLS; the broker's own count apart (BrokerLimits.Connections). Beyond, a connection is closed at once.
    private const int MostConnections = 20_000;

    private readonly Dictionary<int, Socket> _sockets = [];

    public ListenerPorts Ports { get; } = new();

    public static void Configure(KestrelServerOptions kestrel)
    {
        kestrel.ForProxy();
        kestrel.Limits.MaxConcurrentConnections = MostConnections;
    }

    /// <summary>Takes the ports and tells Kestrel, which is about to start. From now on connections come in, and wait for it.</summary>
    public void Bind(KestrelServerOptions kestrel)
    {
        var device = options.LocalOnly ? IPAddress.Loopback : IPAddress.Any;
        Ports.Device = Bind(device, options.DevicePort, "device");
        Ports.DeviceTls = options.NoTls ? 0 : Bind(device, options.DeviceTlsPort, "device https");
        Ports.Console = Bind(IPAddress.Loopback, options.ConsolePort, "console");
        Ports.Mqtt = Bind(IPAddress.Loopback, options.MqttPort, "mqtt");
        Listen(kestrel);
    }

    /// <summary>Gives Kestrel the socket that is bound already.</summary>
    public void Configure(SocketTransportOptions transport) => transport.CreateBoundListenSocket = endpoint =>
        endpoint is IPEndPoint { Port: var port } && _sockets.Remove(port, out var socket) ? socket : SocketTransportOptions.CreateDefaultBoundListenSocket(endpoint);

    /// <summary>Closes what Kestrel didn't take.</summary>
    public void Dispose()
    {
        foreach (var socket in _sockets.Values)
        {
            socket.Dispose();
        }
    }

    private void Listen(KestrelServerOptions kestrel)
    {
        kestrel.Listen(new IPEndPoint(IPAddress.Any, Ports.Device), listen =>
        {
            Mark(listen, "device", secure: false);
            listen.UseBridgeMqttWebSocket("device");
        });
        if (Ports.DeviceTls != 0)
        {
            var certificate = kestrel.ApplicationServices.GetRequiredService<IServerCertificate>();
            kestrel.Listen(new IPEndPoint(IPAddress.Any, Ports.DeviceTls), listen =>
            {
                Mark(listen, "device", secure: true);
                listen.UseHttps(new TlsHandshakeCallbackOptions
                {
                    OnConnection = _ => ValueTask.FromResult(new SslServerAuthenticationOptions { ServerCertificateContext = certificate.Current }),
                });
                listen.UseBridgeMqttWebSocket("device");
            });
        }

        kestrel.Listen(new IPEndPoint(IPAddress.Loopback, Ports.Console), listen =>
        {
            Mark(listen, "console", secure: false);
            listen.UseBridgeMqttWebSocket("console");
        });
        kestrel.Listen(new IPEndPoint(IPAddress.Loopback, Ports.Mqtt), listen => listen.UseBridgeMqtt());
    }

    private void Mark(ListenOptions listen, string name, bool secure)
    {
        var feature = Ports.Describe(name, secure);
        listen.Use(next => connection =>
        {
            connection.Features.Set(feature);
            return next(connection);
        });
    }

    private int Bind(IPAddress address, int wanted, string name)
    {
        var socket = PortBinder.Bind(address, wanted);
        var port = ((IPEndPoint)socket.LocalEndPoint!).Port;
        _sockets[port] = socket;
        if (wanted != 0 && port != wanted)
        {
            notices.Post(new RelayNotice(
                "port-moved",
                $"Port {wanted} is taken: the {name} listener uses {port}",
                new Dictionary<string, object?> { ["listener"] = name, ["wanted"] = wanted, ["port"] = port },
                "warn"));
        }

        return port;
    }
}
