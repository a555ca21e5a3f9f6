using System.Net;
using System.Net.Sockets;

namespace Bridge.E2E.Tests.Harness;

/// <summary>
/// A port on loopback that is a test's from before its server starts to the test's end, also while the server is away: bound here, so that the system
/// gives it to nobody else, and not listening, so that a server which asks for it by its number gets it.
/// </summary>
internal sealed class HeldPort : IDisposable
{
    private readonly Socket _socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);

    public HeldPort() => _socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));

    public int Number => ((IPEndPoint)_socket.LocalEndPoint!).Port;

    public void Dispose() => _socket.Dispose();
}
