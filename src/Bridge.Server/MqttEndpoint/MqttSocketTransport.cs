using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Bridge.Server.MqttEndpoint;

/// <summary>
/// Kestrel's transport for the endpoints that the broker is on: connections that are MQTT from their first bytes go to the broker on their bare
/// socket, all others to Kestrel as ever. Measured against Kestrel's pipes (docs/decisions/0009).
/// </summary>
internal sealed class MqttSocketTransport(
    MqttSocketRoutes routes, IOptions<SocketTransportOptions> options, IMemoryPoolFactory<byte> memory, ILoggerFactory loggers, IServiceProvider services)
    : IConnectionListenerFactory, IConnectionListenerFactorySelector
{
    private readonly HttpMemory _memory = new(memory.Create(new MemoryPoolOptions { Owner = "kestrel" }));

    public bool CanBind(EndPoint endpoint) => routes.Find(endpoint) is not null;

    public ValueTask<IConnectionListener> BindAsync(EndPoint endpoint, CancellationToken cancellationToken = default)
    {
        var socket = Listen(endpoint);
        var others = new SocketConnectionContextFactory(
            new SocketConnectionFactoryOptions { WaitForDataBeforeAllocatingBuffer = options.Value.WaitForDataBeforeAllocatingBuffer },
            loggers.CreateLogger<SocketConnectionContextFactory>());
        return new(ActivatorUtilities.CreateInstance<MqttSocketListener>(services, socket, routes.Find(endpoint)!, others, _memory));
    }

    private Socket Listen(EndPoint endpoint)
    {
        Socket? socket = null;
        try
        {
            socket = options.Value.CreateBoundListenSocket(endpoint);
            socket.Listen(options.Value.Backlog);
            return socket;
        }
        catch (SocketException e) when (e.SocketErrorCode == SocketError.AddressAlreadyInUse)
        {
            // Two that bind one port at the same moment learn of it only when both listen.
            socket?.Dispose();
            throw new AddressInUseException(e.Message, e);
        }
    }
}
