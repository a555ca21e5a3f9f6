using System.Net;
using System.Net.Sockets;

namespace Bridge.Faults.Network;

/// <summary>
/// Connections from addresses of 127.0.0.0/8, so that many devices on one machine look like many machines: the relay limits
/// connections and pairing by address.
/// </summary>
internal static class LocalHost
{
    /// <summary>The address that the device of a number comes from: eight devices share one.</summary>
    public static IPAddress Of(int device) => new([127, 1, (byte)(device / 8 / 250), (byte)((device / 8 % 250) + 1)]);

    public static SocketsHttpHandler Handler(IPAddress from) => new()
    {
        UseCookies = false,
        ConnectCallback = async (context, cancellation) =>
        {
            var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
            try
            {
                socket.Bind(new IPEndPoint(from, 0));
                await socket.ConnectAsync(IPAddress.Loopback, context.DnsEndPoint.Port, cancellation);
                return new NetworkStream(socket, ownsSocket: true);
            }
            catch
            {
                socket.Dispose();
                throw;
            }
        },
    };
}
