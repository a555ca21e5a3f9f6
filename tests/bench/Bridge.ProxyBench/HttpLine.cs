using System.Diagnostics;
using System.Net.Sockets;
using System.Text;

namespace Bridge.ProxyBench;

/// <summary>One connection that asks as a browser navigates, and reads answers without keeping them.</summary>
internal sealed class HttpLine : IDisposable
{
    private readonly Socket _socket = new(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
    private readonly byte[] _request;
    private readonly byte[] _buffer = new byte[256 * 1024];
    private readonly long _least;

    public HttpLine(Target target, BenchOptions options, int receiveBuffer = 0)
    {
        _least = options.Length;
        if (receiveBuffer > 0)
        {
            _socket.ReceiveBufferSize = receiveBuffer;
        }

        var cookie = target.Cookie.Length == 0 ? "" : $"Cookie: {target.Cookie}\r\n";
        _request = Encoding.ASCII.GetBytes($"GET {options.Path} HTTP/1.1\r\nHost: {target.Address.Authority}\r\nAccept: text/html,*/*;q=0.8\r\nSec-Fetch-Dest: document\r\n{cookie}\r\n");
        _socket.Connect(target.Address.Host, target.Address.Port);
    }

    /// <summary>Asks, and reads the whole answer.</summary>
    /// <exception cref="IOException">It is shorter than it must be.</exception>
    public Answer Ask()
    {
        var began = Stopwatch.GetTimestamp();
        _socket.Send(_request);
        var size = Receive();
        var first = Stopwatch.GetElapsedTime(began);
        var head = new AnswerHead(_buffer.AsSpan(0, size));
        while (!head.IsWhole)
        {
            size += _socket.Receive(_buffer.AsSpan(size));
            head = new AnswerHead(_buffer.AsSpan(0, size));
        }

        var body = new AnswerBody(head);
        body.Take(_buffer.AsSpan(head.Length, size - head.Length));
        while (!body.IsWhole)
        {
            body.Take(_buffer.AsSpan(0, Receive()));
        }

        return body.Length >= _least
            ? new Answer(first, Stopwatch.GetElapsedTime(began), body.Length)
            : throw new IOException($"The answer has {body.Length} bytes instead of {_least}.");
    }

    /// <summary>Asks, and takes the answer's first bytes.</summary>
    public void AskOnly()
    {
        _socket.Send(_request);
        Receive();
    }

    /// <summary>Takes no more than some bytes of what has come.</summary>
    public int Sip(int bytes) => _socket.Available == 0 ? 0 : _socket.Receive(_buffer.AsSpan(0, bytes));

    /// <inheritdoc/>
    public void Dispose() => _socket.Dispose();

    private int Receive() => _socket.Receive(_buffer) is > 0 and var size ? size : throw new IOException("The server closed the connection.");
}
