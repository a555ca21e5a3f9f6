using System.IO.Pipelines;
using System.Net;
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

    private static async ValueTask<Stream> OpenAsync(string host, int port, bool secure, MqttClientOptions options, CancellationToken cancellation)
    {
        var stream = options.ConnectCallback is { } connect
            ? await connect(new DnsEndPoint(host, port), cancellation)
            : await ConnectAsync(host, port, cancellation);
        if (!secure)
        {
            return stream;
        }

        var tls = new SslStream(stream);
        try
        {
            await tls.AuthenticateAsClientAsync(ClientTls.For(host, options.Tls), cancellation);
            return tls;
        }
        catch
        {
            await tls.DisposeAsync();
            throw;
        }
    }

    private static async Task<Stream> ConnectAsync(string host, int port, CancellationToken cancellation)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(host, port, cancellation);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch (SocketException cause)
        {
            socket.Dispose();
            throw new IOException($"{host}:{port} can't be reached: {cause.Message}", cause);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
