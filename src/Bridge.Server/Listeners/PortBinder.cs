using System.Net;
using System.Net.Sockets;

namespace Bridge.Server.Listeners;

/// <summary>Finds a free port and holds it at once, so that nobody takes it between the search and the start.</summary>
internal static class PortBinder
{
    /// <summary>How many ports after the wanted one are tried.</summary>
    private const int Tries = 50;

    private const int Backlog = 512;

    /// <summary>A socket that listens on the wanted port, or on the next free one; on any where 0 is wanted.</summary>
    /// <exception cref="IOException">None of them is free.</exception>
    public static Socket Bind(IPAddress address, int wanted)
    {
        for (var port = wanted; port <= Math.Min(wanted + Tries, IPEndPoint.MaxPort); port++)
        {
            var socket = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
            try
            {
                socket.Bind(new IPEndPoint(address, port));
                socket.Listen(Backlog);
                return socket;
            }
            catch (SocketException e) when (e.SocketErrorCode is SocketError.AddressAlreadyInUse or SocketError.AccessDenied)
            {
                socket.Dispose();
            }
            catch
            {
                socket.Dispose();
                throw;
            }
        }

        throw new IOException($"No port from {wanted} to {wanted + Tries} is free on {address}.");
    }
}
