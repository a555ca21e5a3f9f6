using System.Net;
using System.Net.Sockets;
using Bridge.Mqtt.Tcp;

namespace Bridge.Mqtt.Tests.Tcp;

/// <summary>Two ends of a loopback connection: the pipe under test, and the bare socket of its peer.</summary>
internal sealed class SocketPair : IDisposable
{
    private SocketPair(Socket accepted, Socket peer)
    {
        Pipe = new SocketPipe(accepted);
        Peer = peer;
    }

    public SocketPipe Pipe { get; }

    public Socket Peer { get; }

    /// <param name="buffers">Bytes of each end's kernel buffers, where a test fills them.</param>
    public static async Task<SocketPair> ConnectAsync(int? buffers = null)
    {
        using var listener = new Socket(SocketType.Stream, ProtocolType.Tcp);
        var peer = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        peer.ReceiveBufferSize = buffers ?? peer.ReceiveBufferSize;
        listener.SendBufferSize = buffers ?? listener.SendBufferSize;
        listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        listener.Listen();
        await peer.ConnectAsync(listener.LocalEndPoint!);
        return new SocketPair(await listener.AcceptAsync(), peer);
    }

    public void Dispose()
    {
        Pipe.Dispose();
        Peer.Dispose();
    }
}
