using System.Buffers;
using System.IO.Pipelines;
using System.Net.Sockets;

namespace Bridge.Mqtt.Tcp;

/// <summary>
/// Gathers bytes in one buffer and sends them on the flushing thread. What the kernel does not take at once is sent as it does;
/// until then the flush is pending and the buffer must not be touched. <see cref="Complete"/> may come from any thread, as when a slow peer is cut: it
/// only says that nothing is sent any more. The buffer is the writer's and the flush's alone; it goes back to the pool where a flush ends, and nowhere else.
/// </summary>
internal sealed class SocketPipeWriter(Socket socket) : PipeWriter, IDisposable
{
    private const int BlockSize = 16 * 1024;

    private const int Flushing = 1;
    private const int Completed = 2;

    private byte[] _buffer = [];
    private int _length;
    private int _state;
    private SocketDeparture? _departure;

    public override bool CanGetUnflushedBytes => true;

    public override long UnflushedBytes => _length;

    /// <summary>Bytes that the buffer has room for; none while nothing waits to be sent.</summary>
    public int Capacity => _buffer.Length;

    private bool IsCompleted => (Volatile.Read(ref _state) & Completed) != 0;

    public override Memory<byte> GetMemory(int sizeHint = 0)
    {
        var needed = _length + Math.Max(sizeHint, 1);
        if (needed > _buffer.Length)
        {
            Grow(needed);
        }

        return _buffer.AsMemory(_length);
    }

    public override Span<byte> GetSpan(int sizeHint = 0) => GetMemory(sizeHint).Span;

    public override void Advance(int bytes)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan((uint)bytes, (uint)(_buffer.Length - _length), nameof(bytes));
        _length += bytes;
    }

    public override ValueTask<FlushResult> FlushAsync(CancellationToken cancellationToken = default)
    {
        if (_length == 0 || Interlocked.CompareExchange(ref _state, Flushing, 0) != 0)
        {
            return new(new FlushResult(isCanceled: false, IsCompleted));
        }

        try
        {
            var sent = socket.Send(_buffer.AsSpan(0, _length), SocketFlags.None, out var error);
            if (sent == _length)
            {
                return new(Sent(SocketError.Success, isCanceled: false));
            }

            return error is SocketError.Success or SocketError.WouldBlock
                ? (_departure ??= new SocketDeparture(socket, this)).SendAsync(_buffer.AsMemory(sent, _length - sent), cancellationToken)
                : new(Sent(error, isCanceled: false));
        }
        catch (ObjectDisposedException)
        {
            // Closed here, not by the peer; the result is the same.
            return new(Sent(SocketError.OperationAborted, isCanceled: false));
        }
    }

    public override void CancelPendingFlush() => _departure?.Cancel();

    /// <summary>What was written and not flushed is left to the collector: somebody may be writing into it.</summary>
    public override void Complete(Exception? exception = null) => Interlocked.Or(ref _state, Completed);

    /// <summary>Lets go of what a closed socket no longer needs.</summary>
    public void Dispose() => _departure?.Dispose();

    /// <summary>The flush is over: everything is sent, nobody takes it any more, or nobody waits for it any more.</summary>
    internal FlushResult Sent(SocketError error, bool isCanceled)
    {
        // A cancelled flush leaves part of its bytes behind, so nothing may follow them; the kernel may still read the buffer.
        if (isCanceled)
        {
            _buffer = [];
        }

        ReturnBuffer();
        var hasFailed = error != SocketError.Success;
        if (isCanceled || hasFailed)
        {
            Volatile.Write(ref _state, Completed);
        }
        else
        {
            Interlocked.And(ref _state, ~Flushing);
        }

        return new(isCanceled, hasFailed);
    }

    private void Grow(int needed)
    {
        var larger = ArrayPool<byte>.Shared.Rent(Math.Max(BlockSize, Math.Max(needed, _buffer.Length * 2)));
        _buffer.AsSpan(0, _length).CopyTo(larger);
        if (_buffer.Length > 0)
        {
            ArrayPool<byte>.Shared.Return(_buffer);
        }

        _buffer = larger;
    }

    private void ReturnBuffer()
    {
        if (_buffer.Length > 0)
        {
            ArrayPool<byte>.Shared.Return(_buffer);
        }

        _buffer = [];
        _length = 0;
    }
}
