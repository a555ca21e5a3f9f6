using System.IO.Pipelines;
using Bridge.Mqtt.Broker;
using Bridge.Mqtt.WebSockets;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Bridge.Server.MqttEndpoint;

/// <summary>Serves the broker on a WebSocket whose handshake is done, whichever way it came in.</summary>
internal sealed class MqttSocketServer(MqttBroker broker, IOptions<MqttEndpointOptions> options, ILogger<MqttSocketServer> logger, TimeProvider? time = null)
{
    private readonly MqttEndpointOptions _options = options.Value;
    private readonly WebSocketOptions _sockets = new()
    {
        MaxFrameBytes = options.Value.MaxFrameBytes,
        PingInterval = options.Value.PingInterval,
        PongTimeout = options.Value.PongTimeout,
        Time = time ?? TimeProvider.System,
    };

    public async Task ServeAsync(IDuplexPipe transport, MqttTransport info)
    {
        using var socket = new WebSocketDuplexPipe(transport, _sockets);
        logger.Upgraded(info.Remote, info.Listener);
        await broker.ServeAsync(socket, info);
        await socket.CloseAsync(new(WebSocketCloseCode.Normal, ""), _options.CloseTimeout);
        logger.Closed(info.Remote, socket.Closure.Code, socket.Closure.Reason);
    }
}
