using System.IO.Pipelines;
using System.Net;
using System.Net.Sockets;

namespace Bridge.Mqtt.Tcp;

/// <summary>
/// A connected socket as the pipe that the broker serves, with nothing in between: bytes are received into the buffer that is parsed, and a
/// flush hands them to the kernel at once. An idle connection holds no buffer, and no task waits for its output.
/// </summary>
public sealed class SocketPipe : IDuplexPipe, IDisposable
{
    // A client that has read its DISCONNECT closes. One that goes on regardless gets its reset.
    private static readonly TimeSpan LongestLinger = TimeSpan.FromSeconds(2);

    private readonly Socket _socket;
    private readonly SocketPipeReader _input;
    private readonly SocketPipeWriter _output;

    /// <summary>Takes the socket over.</summary>
    /// <param name="socket">Connected, a stream.</param>
    public SocketPipe(Socket socket)
    {
        ArgumentNullException.ThrowIfNull(socket);
        _socket = socket;
        if (socket.AddressFamily != AddressFamily.Unix)
        {
            // MQTT packets are small and wanted now; the broker already gathers those of one turn into one write.
            socket.NoDelay = true;
        }

        socket.Blocking = false;
        Remote = socket.RemoteEndPoint;
        _input = new SocketPipeReader(socket);
        _output = new SocketPipeWriter(socket);
    }

    /// <summary>The other end.</summary>
    public EndPoint? Remote { get; }

    /// <inheritdoc/>
    public PipeReader Input => _input;

    /// <inheritdoc/>
    public PipeWriter Output => _output;

    /// <summary>
    /// Ends when something is to be read, the peer is gone, or <paramref name="cancellation"/> says so; throws nothing. Nothing is taken from
    /// the socket, so that whoever looks at the first bytes may still give it to another. Not while <see cref="Input"/> is being read.
    /// </summary>
    public ValueTask WaitForInputAsync(CancellationToken cancellation) => _input.WaitAsync(cancellation);

    /// <summary>Copies the first bytes that have come without taking them; returns how many there are.</summary>
    public int Peek(Span<byte> bytes)
    {
        var count = _socket.Receive(bytes, SocketFlags.Peek, out var error);
        return error == SocketError.Success ? count : 0;
    }

    /// <summary>
    /// From now on the thread that waits for sockets reads this one and runs what follows, instead of waking a thread of the pool for it. Only
    /// for code that never blocks; see <see cref="InlineCompletions"/>.
    /// </summary>
    public void ReadInline() => InlineCompletions.Prefer(_socket);

    /// <summary>Resets the connection, whatever the peer has not taken yet.</summary>
    public void Abort() => _socket.Close(timeout: 0);

    /// <summary>
    /// Says that nothing more comes, and drops what the peer still sends, until it closes or 2 s are over. TCP answers bytes that arrive after
    /// closing with a reset (RFC 1122, 4.2.2.13): a client with messages on their way would learn of that instead of the DISCONNECT that says why.
    /// Not while <see cref="Input"/> is being read; throws nothing.
    /// </summary>
    public async Task LingerAsync()
    {
        using var longest = new CancellationTokenSource(LongestLinger);
        try
        {
            _socket.Shutdown(SocketShutdown.Send);
            bool ended;
            do
            {
                var read = await _input.ReadAsync(longest.Token);
                _input.AdvanceTo(read.Buffer.End);
                ended = read.IsCompleted;
            }
            while (!ended);
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException or IOException or OperationCanceledException)
        {
            // Broken, or too long: closed in any case.
        }
    }

    /// <summary>Ends without closing the socket, which is the caller's from now on. Only before anything was read or written.</summary>
    public Socket LetGo()
    {
        _input.Dispose();
        _output.Dispose();
        return _socket;
    }

    /// <summary>Closes the connection; what was flushed still arrives.</summary>
    public void Dispose()
    {
        try
        {
            _socket.Shutdown(SocketShutdown.Both);
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // The peer was faster, or it was aborted.
        }

        _socket.Dispose();
        _input.Complete();
        _output.Complete();
        LetGo();
    }
}
