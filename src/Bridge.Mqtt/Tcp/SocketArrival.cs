using System.IO.Pipelines;
using System.Net.Sockets;
using System.Threading.Tasks.Sources;

namespace Bridge.Mqtt.Tcp;

/// <summary>
/// Waits for bytes without holding a buffer for them: a receive of none, which ends when there are some. The wait ends at once when it is
/// cancelled; the receive goes on and serves the next wait.
/// </summary>
internal sealed class SocketArrival : SocketAsyncEventArgs, IValueTaskSource<ReadResult>, IValueTaskSource, IThreadPoolWorkItem
{
    // So often a connection may find bytes without having waited before it leaves the thread that waits for all sockets:
    // others have their turn, and what is busy spreads over the pool's threads.
    private const int MostAtOnce = 8;

    private readonly Socket _socket;
    private readonly SocketPipeReader _reader;
    private ManualResetValueTaskSourceCore<bool> _wait;
    private int _atOnce;

    // Whether somebody waits, whether a receive is under way, and whether the next wait is cancelled already.
    private int _waiting;
    private int _receiving;
    private int _canceled;

    public SocketArrival(Socket socket, SocketPipeReader reader)
        : base(unsafeSuppressExecutionContextFlow: true)
    {
        _socket = socket;
        _reader = reader;
    }

    public bool TakeCancellation() => Volatile.Read(ref _canceled) == 1 && Interlocked.Exchange(ref _canceled, 0) == 1;

    public void Cancel()
    {
        Volatile.Write(ref _canceled, 1);
        End(isCanceled: true);
    }

    /// <summary>Ends with what has come, read.</summary>
    public ValueTask<ReadResult> ReadAsync() => new(this, Begin());

    /// <summary>Ends when something has come; it stays where it is.</summary>
    public ValueTask WaitAsync() => new(this, Begin());

    public void Execute() => End(isCanceled: false);

    public ReadResult GetResult(short token)
    {
        var isCanceled = _wait.GetResult(token);
        return _reader.ReadArrived(isCanceled && TakeCancellation());
    }

    void IValueTaskSource.GetResult(short token)
    {
        if (_wait.GetResult(token))
        {
            TakeCancellation();
        }
    }

    public ValueTaskSourceStatus GetStatus(short token) => _wait.GetStatus(token);

    public void OnCompleted(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        _wait.OnCompleted(continuation, state, token, flags);

    protected override void OnCompleted(SocketAsyncEventArgs e)
    {
        _atOnce = 0;
        Volatile.Write(ref _receiving, 0);
        End(isCanceled: false);
    }

    private short Begin()
    {
        _wait.Reset();
        var version = _wait.Version;
        Interlocked.Exchange(ref _waiting, 1);
        if (Volatile.Read(ref _canceled) == 1)
        {
            End(isCanceled: true);
        }
        else if (Interlocked.Exchange(ref _receiving, 1) == 0)
        {
            Receive();
        }

        return version;
    }

    private void Receive()
    {
        bool isUnderWay;
        try
        {
            isUnderWay = _socket.ReceiveAsync(this);
        }
        catch
        {
            // Closed meanwhile. Nothing is under way that would ever end this wait, or the next.
            Volatile.Write(ref _receiving, 0);
            if (Interlocked.Exchange(ref _waiting, 0) == 1)
            {
                throw;
            }

            // A cancellation was faster, and ends this wait.
            return;
        }

        if (isUnderWay)
        {
            return;
        }

        Volatile.Write(ref _receiving, 0);
        if (++_atOnce >= MostAtOnce && !Thread.CurrentThread.IsThreadPoolThread)
        {
            _atOnce = 0;
            ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
            return;
        }

        End(isCanceled: false);
    }

    private void End(bool isCanceled)
    {
        // Whoever takes the mark ends the wait: once.
        if (Interlocked.Exchange(ref _waiting, 0) == 1)
        {
            _wait.SetResult(isCanceled);
        }
    }
}
