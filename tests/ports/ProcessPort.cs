using System.Net;
using System.Net.Sockets;

namespace Bridge.Ports;

/// <summary>
/// Ports for servers that are processes of their own, which bind them later than they are chosen, and again after a restart. The system gives the ports
/// of its own range (from 32768 on with Linux, from 49152 on elsewhere) to whoever asks for any, and to each connection that is made: one of those
/// may be taken before the process comes to it. These are below, where nothing is given out.
/// </summary>
internal static class ProcessPort
{
    private const int First = 10_000;
    private const int Last = 32_000;

    private static readonly Lock Sync = new();
    private static readonly HashSet<int> Chosen = [];

    /// <summary>A port that is free on loopback, and that was not chosen here before.</summary>
    public static int Choose()
    {
        lock (Sync)
        {
            int port;
            do
            {
                port = Random.Shared.Next(First, Last);
            }
            while (!IsFree(port) || !Chosen.Add(port));

            return port;
        }
    }

    private static bool IsFree(int port)
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            socket.Bind(new IPEndPoint(IPAddress.Loopback, port));
            socket.Listen(); // Two may be bound to one port; only one may listen.
            return true;
        }
        catch (SocketException e) when (e.SocketErrorCode is SocketError.AddressAlreadyInUse or SocketError.AccessDenied)
        {
            return false;
        }
    }
}
