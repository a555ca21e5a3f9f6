using System.Buffers;
using System.IO.Pipelines;
using System.Net.Sockets;

namespace Bridge.Mqtt.Tcp;

/// <summary>
/// Reads a socket into one contiguous buffer, which is the pool's again whenever everything in it was consumed.
/// <code>buffer:  | consumed | to be read | room |</code>
/// One reader at a time, like every <see cref="PipeReader"/>; <see cref="CancelPendingRead"/> may come from anywhere.
/// </summary>
internal sealed class SocketPipeReader : PipeReader, IDisposable
{
    /// <summary>A busy connection delivers as much in one system call; four times as much was no faster.</summary>
    private const int BlockSize = 16 * 1024;

    private readonly Socket _socket;
    private readonly SocketArrival _arrival;
    private byte[] _buffer = [];
    private int _start;
    private int _end;
    private bool _hasUnexamined;
    private bool _ended;

    public SocketPipeReader(Socket socket)
    {
        _socket = socket;
        _arrival = new SocketArrival(socket, this);
    }

    /// <summary>Bytes that the buffer has room for; none while nothing waits to be read.</summary>
    public int Capacity => _buffer.Length;

    private ReadOnlySequence<byte> Unconsumed => new(_buffer, _start, _end - _start);

    public override bool TryRead(out ReadResult result)
    {
        if (TryReadHeld(out result))
        {
            return true;
        }

        var received = Receive();
        result = new(Unconsumed, isCanceled: false, _ended);
        return received;
    }

    public override ValueTask<ReadResult> ReadAsync(CancellationToken cancellationToken = default)
    {
        if (cancellationToken.CanBeCanceled)
        {
            return ReadAsync(this, cancellationToken);
        }

        return TryReadHeld(out var held) ? new(held) : _arrival.ReadAsync();
    }

    public override void AdvanceTo(SequencePosition consumed) => AdvanceTo(consumed, consumed);

    public override void AdvanceTo(SequencePosition consumed, SequencePosition examined)
    {
        var unconsumed = Unconsumed;
        var origin = unconsumed.GetOffset(unconsumed.Start);
        _hasUnexamined = unconsumed.GetOffset(examined) - origin < unconsumed.Length;
        _start += (int)(unconsumed.GetOffset(consumed) - origin);
        if (_start == _end)
        {
            ReturnBuffer();
        }
    }

    public override void CancelPendingRead() => _arrival.Cancel();

    public override void Complete(Exception? exception = null)
    {
        _ended = true;
        ReturnBuffer();
    }

    /// <summary>Ends when something has come, which is not read yet, or when the time is over.</summary>
    public async ValueTask WaitAsync(CancellationToken cancellation)
    {
        await using (cancellation.UnsafeRegister(static reader => ((SocketPipeReader)reader!).CancelPendingRead(), this))
        {
            await _arrival.WaitAsync();
        }

        _arrival.TakeCancellation();
    }

    /// <summary>Lets go of what a closed socket no longer needs.</summary>
    public void Dispose() => _arrival.Dispose();

    /// <summary>Bytes are there, or the end. Called on the thread that goes on with them.</summary>
    internal ReadResult ReadArrived(bool isCanceled)
    {
        if (!isCanceled)
        {
            // False: somebody was woken for nothing. An empty result says so, and the next read waits again.
            _ = Receive();
        }

        return new(Unconsumed, isCanceled, _ended);
    }

    private static async ValueTask<ReadResult> ReadAsync(SocketPipeReader reader, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        ReadResult result;
        await using (cancellation.UnsafeRegister(static reader => ((SocketPipeReader)reader!).CancelPendingRead(), reader))
        {
            result = await reader.ReadAsync(CancellationToken.None);
        }

        if (!cancellation.IsCancellationRequested)
        {
            return result;
        }

        // The token came too late for this read, or ended it; either way it must not end the next one.
        reader._arrival.TakeCancellation();
        if (!result.IsCanceled)
        {
            return result;
        }

        reader.AdvanceTo(result.Buffer.Start);
        throw new OperationCanceledException(cancellation);
    }

    /// <summary>What needs no look at the socket: a cancellation, bytes that the reader hasn't looked at, the end.</summary>
    private bool TryReadHeld(out ReadResult result)
    {
        var isCanceled = _arrival.TakeCancellation();
        result = new(Unconsumed, isCanceled, _ended);
        return isCanceled || _hasUnexamined || _ended;
    }

    /// <summary>False if nothing has come.</summary>
    private bool Receive()
    {
        MakeRoom();
        var room = _buffer.AsSpan(_end);
        var count = _socket.Receive(room, SocketFlags.None, out var error);
        if (error is SocketError.WouldBlock)
        {
            if (_start == _end)
            {
                ReturnBuffer();
            }

            return false;
        }

        if (error != SocketError.Success)
        {
            throw new IOException("The connection broke.", new SocketException((int)error));
        }

        _end += count;
        _ended = count == 0;
        _hasUnexamined = true;
        return true;
    }

    private void MakeRoom()
    {
        if (_end < _buffer.Length)
        {
            return;
        }

        // A packet that is cut by the end of the buffer moves to the front; one that fills it gets a larger one.
        var kept = _buffer.AsSpan(_start.._end);
        if (kept.Length * 2 <= _buffer.Length && _buffer.Length > 0)
        {
            kept.CopyTo(_buffer);
        }
        else
        {
            var larger = ArrayPool<byte>.Shared.Rent(Math.Max(BlockSize, kept.Length * 2));
            kept.CopyTo(larger);
            ReturnArray();
            _buffer = larger;
        }

        (_start, _end) = (0, _end - _start);
    }

    private void ReturnBuffer()
    {
        ReturnArray();
        _buffer = [];
        (_start, _end, _hasUnexamined) = (0, 0, false);
    }

    private void ReturnArray()
    {
        if (_buffer.Length > 0)
        {
            ArrayPool<byte>.Shared.Return(_buffer);
        }
    }
}
