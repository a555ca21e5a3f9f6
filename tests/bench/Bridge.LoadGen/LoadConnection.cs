using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Bridge.LoadGen;

/// <summary>
/// One client: a non-blocking socket, what is still to be sent, and what came and is not a whole packet yet.
/// </summary>
internal sealed class LoadConnection : IDisposable
{
    /// <summary>Shared: one thread receives, and nearly always takes everything.</summary>
    private static readonly byte[] Scratch = new byte[256 * 1024];

    /// <summary>Long enough for the broker to have looked at a first byte that came alone; it has nothing to answer to it.</summary>
    private static readonly TimeSpan BetweenPieces = TimeSpan.FromMilliseconds(10);

    private readonly Epoll _epoll;
    private readonly bool _webSocket;
    private readonly PacketHandler _onPacket;
    private readonly FrameStripper _frames = new();
    private readonly Queue<Action> _steps = new();
    private byte[] _left = [];
    private ReadOnlyMemory<byte> _unsent;
    private bool _watchingForSpace;

    private LoadConnection(Epoll epoll, Socket socket, bool webSocket, PacketHandler onPacket)
    {
        _epoll = epoll;
        Socket = socket;
        _webSocket = webSocket;
        _onPacket = onPacket;
    }

    public Socket Socket { get; }

    /// <summary>Called after each read, when every packet of it was reported.</summary>
    public Action? OnScanned { get; set; }

    public bool CanSend => _unsent.IsEmpty;

    /// <summary>Connects, upgrades, logs in and subscribes, blocking; then the connection belongs to the loop.</summary>
    public static LoadConnection Open(Epoll epoll, LoadOptions options, string clientId, string? filter, PacketHandler onPacket)
    {
        var connection = Begin(epoll, options, clientId, filter, onPacket);
        while (connection.Proceed())
        {
        }

        return connection;
    }

    /// <summary>The first of the steps of <see cref="Open"/>; <see cref="Proceed"/> takes the others.</summary>
    public static LoadConnection Begin(Epoll epoll, LoadOptions options, string clientId, string? filter, PacketHandler onPacket)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true, ReceiveTimeout = 10_000 };
        socket.Bind(new IPEndPoint(LoopbackAddresses.Next(), 0));
        socket.Connect(IPAddress.Loopback, options.Port);
        var connection = new LoadConnection(epoll, socket, options.Ws is not null, onPacket);
        if (options.Ws is not null)
        {
            ReadOnlySpan<byte> upgrade = FrameBytes.Upgrade(options.Ws, options.Port);
            if (options.Pieces)
            {
                socket.Send(upgrade[..1]);
                upgrade = upgrade[1..];
                socket.Poll(BetweenPieces, SelectMode.SelectRead);
            }

            socket.Send(upgrade);
            connection._steps.Enqueue(connection.AwaitUpgrade);
        }

        connection._steps.Enqueue(() => connection.Ask(PacketBytes.Connect(clientId)));
        connection._steps.Enqueue(() => connection.Await(0x20));
        if (filter is not null)
        {
            connection._steps.Enqueue(() => connection.Ask(PacketBytes.Subscribe(filter, options.Qos)));
            connection._steps.Enqueue(() => connection.Await(0x90));
        }

        return connection;
    }

    /// <summary>
    /// Sends the next thing or waits for the next answer; false when the connection is open. Taken in turns, the steps of many connections
    /// overlap: a broker that looks at new ones every tenth of a second would otherwise take minutes for a crowd.
    /// </summary>
    public bool Proceed()
    {
        if (_steps.TryDequeue(out var step))
        {
            step();
            return true;
        }

        Socket.Blocking = false;
        _epoll.Watch(this);
        return false;
    }

    /// <summary>Hands bytes to the kernel; what it does not take is sent as it does. The memory must stay as it is until then.</summary>
    public void Send(ReadOnlyMemory<byte> bytes)
    {
        if (!_unsent.IsEmpty)
        {
            throw new InvalidOperationException("The last bytes are not sent yet.");
        }

        _unsent = bytes;
        Push();
    }

    /// <summary>Sends now or later; copies what has to wait. For the few bytes that must not be refused.</summary>
    public void SendOrQueue(ReadOnlySpan<byte> bytes)
    {
        if (_unsent.IsEmpty)
        {
            var sent = Math.Max(Socket.Send(bytes, SocketFlags.None, out var error), 0);
            if (error is not (SocketError.Success or SocketError.WouldBlock))
            {
                throw new IOException($"The broker ended a connection: {error}");
            }

            bytes = bytes[sent..];
        }

        if (!bytes.IsEmpty)
        {
            byte[] all = [.. _unsent.Span, .. bytes];
            _unsent = all;
            Push();
        }
    }

    public void SendMore() => Push();

    public void Receive()
    {
        _left.CopyTo(Scratch, 0);
        var kept = _left.Length;
        var count = Socket.Receive(Scratch.AsSpan(kept), SocketFlags.None, out var error);
        if (error == SocketError.WouldBlock)
        {
            return;
        }

        if (count == 0 || error != SocketError.Success)
        {
            throw new IOException($"The broker ended a connection: {error}");
        }

        if (_webSocket)
        {
            count = _frames.Strip(Scratch.AsSpan(kept, count), AnswerPing);
        }

        Scan(Scratch.AsSpan(0, kept + count));
        OnScanned?.Invoke();
    }

    public void Dispose() => Socket.Dispose();

    private void Push()
    {
        if (!_unsent.IsEmpty)
        {
            var sent = Socket.Send(_unsent.Span, SocketFlags.None, out var error);
            if (error is not (SocketError.Success or SocketError.WouldBlock))
            {
                throw new IOException($"The broker ended a connection: {error}");
            }

            _unsent = _unsent[Math.Max(sent, 0)..];
        }

        if (_watchingForSpace != !_unsent.IsEmpty)
        {
            _watchingForSpace = !_unsent.IsEmpty;
            _epoll.Watch(this, _watchingForSpace);
        }
    }

    // Hops from header to header; the fixed header tells where the next packet begins.
    private void Scan(ReadOnlySpan<byte> bytes)
    {
        while (bytes.Length >= 2)
        {
            int length = bytes[1], header = 2;
            if (length >= 0x80)
            {
                if (bytes.Length < 5)
                {
                    break;
                }

                length = (length & 0x7F) | ((bytes[2] & 0x7F) << 7) | (bytes[2] >= 0x80 ? (bytes[3] & 0x7F) << 14 : 0);
                header = bytes[2] >= 0x80 ? 4 : 3;
            }

            if (bytes.Length < header + length)
            {
                break;
            }

            _onPacket(bytes[..(header + length)]);
            bytes = bytes[(header + length)..];
        }

        _left = bytes.IsEmpty ? [] : bytes.ToArray();
    }

    private void AnswerPing(ReadOnlySpan<byte> payload) => SendOrQueue(FrameBytes.Frame(FrameBytes.Pong, payload));

    private void AwaitUpgrade()
    {
        var head = new StringBuilder();
        var one = new byte[1];
        while (!head.ToString().EndsWith("\r\n\r\n", StringComparison.Ordinal))
        {
            if (Socket.Receive(one) == 0)
            {
                throw new IOException("The WebSocket upgrade was not answered.");
            }

            head.Append((char)one[0]);
        }

        if (!head.ToString().StartsWith("HTTP/1.1 101", StringComparison.Ordinal))
        {
            throw new IOException($"The WebSocket upgrade was refused: {head}");
        }
    }

    private void Ask(byte[] packet) => Socket.Send(_webSocket ? FrameBytes.Frame(FrameBytes.Binary, packet) : packet);

    private void Await(byte answer)
    {
        // CONNACK and SUBACK are four and five bytes; nothing else can come yet. Some brokers make a frame of each byte.
        var buffer = new byte[64];
        for (var have = 0; ;)
        {
            var count = Socket.Receive(buffer, have, buffer.Length - have, SocketFlags.None);
            have += _webSocket ? _frames.Strip(buffer.AsSpan(have, count), AnswerPing) : count;
            if (count == 0 || (have > 0 && buffer[0] != answer))
            {
                throw new IOException($"The broker answered {Convert.ToHexString(buffer, 0, have)} where a packet {answer:X2} was due.");
            }

            if (have >= 2 && have >= 2 + buffer[1])
            {
                if (answer == 0x20 && buffer[3] != 0)
                {
                    throw new IOException($"The broker refused the connection with code {buffer[3]}.");
                }

                return;
            }
        }
    }
}
