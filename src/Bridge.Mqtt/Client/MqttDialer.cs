using System.IO.Pipelines;
using System.Net.Security;
using System.Net.Sockets;
using Bridge.Mqtt.WebSockets;

namespace Bridge.Mqtt.Client;

/// <summary>Makes the byte stream of an address: <c>mqtt</c>, <c>mqtts</c>, <c>ws</c> or <c>wss</c>.</summary>
internal static class MqttDialer
{
    private const int PlainPort = 1883;
    private const int TlsPort = 8883;

    public static async ValueTask<IDuplexPipe> DialAsync(Uri address, MqttClientOptions options, CancellationToken cancellation)
    {
        var (secure, webSocket) = address.Scheme switch
        {
            "mqtt" or "tcp" => (false, false),
            "mqtts" or "ssl" => (true, false),
            "ws" => (false, true),
            "wss" => (true, true),
            _ => throw new NotSupportedException($"{address.Scheme} is not an MQTT scheme: mqtt, mqtts, ws and wss are."),
        };
        var port = address.Port > 0 ? address.Port : secure ? TlsPort : PlainPort;
        var link = new StreamLink(await OpenAsync(address.IdnHost, port, secure, options, cancellation));
        if (!webSocket)
        {
            return link;
        }

        try
        {
            var framing = new WebSocketOptions { MaxFrameBytes = Math.Max(options.MaximumPacketSize, 64 * 1024), Time = options.Time };
            return new WebSocketLink(link, await WebSocketClientHandshake.ConnectAsync(link, address, options.Headers, framing, cancellation));
        }
        catch
        {
            await link.DisposeAsync();
            throw;
        }
    }

    private static async Task ConnectAsync(Socket socket, string host, int port, CancellationToken cancellation)
    {
        try
        {
            await socket.ConnectAsync(host, port, cancellation);
        }
        catch (SocketException cause)
        {
            throw new IOException($"{host}:{port} can't be reached: {cause.Message}", cause);
        }
    }

    private static async Task<Stream> OpenAsync(string host, int port, bool secure, MqttClientOptions options, CancellationToken cancellation)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        Stream? stream = null;
        try
        {
            await ConnectAsync(socket, host, port, cancellation);
            stream = new NetworkStream(socket, ownsSocket: true);
            if (!secure)
            {
                return stream;
            }

            var tls = new SslStream(stream);
            stream = tls;
            await tls.AuthenticateAsClientAsync(options.Tls ?? new SslClientAuthenticationOptions { TargetHost = host }, cancellation);
            return tls;
        }
        catch
        {
            stream?.Dispose();
            socket.Dispose();
            throw;
        }
    }
}
