using System.Net;
using System.Net.Sockets;

namespace Bridge.Mqtt.Tests.Fuzz;

/// <summary>Asks a running mosquitto whether it accepts a packet: it does where a PINGREQ behind the packet is still answered.</summary>
internal sealed class MosquittoPeer(int port)
{
    private const int PingResp = 0xD0;

    private readonly byte[] _buffer = new byte[16 * 1024];
    private int _asked;

    /// <summary>Sends the bytes of one connection, and says whether they were answered with a PINGRESP before the end.</summary>
    public async Task<bool> AcceptsAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellation)
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.NoDelay = true;

        // A hundred thousand connections would use up the ports, if each were to linger and all came from one address.
        socket.LingerState = new LingerOption(enable: true, 0);
        socket.Bind(new IPEndPoint(new IPAddress([127, 0, 0, (byte)(1 + (_asked++ % 8))]), 0));
        await socket.ConnectAsync(IPAddress.Loopback, port, cancellation);
        try
        {
            await socket.SendAsync(bytes, cancellation);
            return await HasPingRespAsync(socket, cancellation);
        }
        catch (SocketException)
        {
            // It was reset while something was still on its way: closed, all the same.
            return false;
        }
    }

    private async Task<bool> HasPingRespAsync(Socket socket, CancellationToken cancellation)
    {
        var held = 0;
        while (true)
        {
            var read = await socket.ReceiveAsync(_buffer.AsMemory(held), cancellation);
            if (read == 0)
            {
                return false;
            }

            held += read;
            if (SkipPackets(ref held))
            {
                return true;
            }
        }
    }

    // Packets before the PINGRESP are skipped whole; an unfinished one is kept.
    private bool SkipPackets(ref int held)
    {
        var at = 0;
        while (Mqtt.Codec.FixedHeader.TryRead(_buffer.AsSpan(at, held - at), out var header, out _) && header.PacketSize <= held - at)
        {
            if (header.First == PingResp)
            {
                return true;
            }

            at += (int)header.PacketSize;
        }

        _buffer.AsSpan(at, held - at).CopyTo(_buffer);
        held -= at;
        return false;
    }
}
