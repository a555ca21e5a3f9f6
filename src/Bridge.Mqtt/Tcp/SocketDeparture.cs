using System.IO.Pipelines;
using System.Net.Sockets;
using System.Threading.Tasks.Sources;

namespace Bridge.Mqtt.Tcp;

/// <summary>A flush that waits for a peer which doesn't take everything at once. Made when that happens first.</summary>
internal sealed class SocketDeparture : SocketAsyncEventArgs, IValueTaskSource<FlushResult>
{
    private readonly Socket _socket;
    private readonly SocketPipeWriter _writer;
    private ManualResetValueTaskSourceCore<bool> _wait;
    private CancellationTokenRegistration _cancellation;
    private int _waiting;

    public SocketDeparture(Socket socket, SocketPipeWriter writer)
        : base(unsafeSuppressExecutionContextFlow: true)
    {
        _socket = socket;
        _writer = writer;
    }

    public ValueTask<FlushResult> SendAsync(Memory<byte> bytes, CancellationToken cancellation)
    {
        SetBuffer(bytes);
        _wait.Reset();
        var flush = new ValueTask<FlushResult>(this, _wait.Version);
        Interlocked.Exchange(ref _waiting, 1);
        if (!_socket.SendAsync(this))
        {
            End(isCanceled: false);
        }
        else if (cancellation.CanBeCanceled)
        {
            _cancellation = cancellation.UnsafeRegister(static departure => ((SocketDeparture)departure!).Cancel(), this);
        }

        return flush;
    }

    /// <summary>Ends the wait; the connection is of no further use, since part of the bytes is not sent.</summary>
    public void Cancel() => End(isCanceled: true);

    public FlushResult GetResult(short token)
    {
        var isCanceled = _wait.GetResult(token);
        _cancellation.Dispose();
        return _writer.Sent(isCanceled ? SocketError.Success : SocketError, isCanceled);
    }

    public ValueTaskSourceStatus GetStatus(short token) => _wait.GetStatus(token);

    public void OnCompleted(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        _wait.OnCompleted(continuation, state, token, flags);

    protected override void OnCompleted(SocketAsyncEventArgs e) => End(isCanceled: false);

    private void End(bool isCanceled)
    {
        // Whoever takes the mark ends the wait: once.
        if (Interlocked.Exchange(ref _waiting, 0) == 1)
        {
            _wait.SetResult(isCanceled);
        }
    }
}
