using System.Buffers;
using System.IO.Pipelines;
using System.Runtime.CompilerServices;

namespace Bridge.Mqtt.WebSockets;

/// <summary>
/// The incoming payload as a byte stream. Buffers are the transport's, positions in them are the transport's: nothing is copied but the
/// unmasking itself. One reader at a time, like every <see cref="PipeReader"/>.
/// </summary>
internal sealed class WebSocketPipeReader(PipeReader transport, WebSocketFrameDecoder decoder) : PipeReader
{
    private ReadOnlySequence<byte> _buffer;
    private bool _reading;
    private bool _holding;
    private bool _transportCompleted;
    private volatile bool _givenUp;
    private int _arrivals;

    /// <summary>Counts reads that brought bytes: a sign of life for the pings' timer.</summary>
    public int Arrivals => Volatile.Read(ref _arrivals);

    /// <summary>Whether the stream was ended from outside.</summary>
    public bool IsGivenUp => _givenUp;

    public override bool TryRead(out ReadResult result)
    {
        if (TryReadHeld(out result))
        {
            return true;
        }

        while (transport.TryRead(out var read))
        {
            if (Accept(read, out result))
            {
                return true;
            }
        }

        return false;
    }

    public override ValueTask<ReadResult> ReadAsync(CancellationToken cancellationToken = default)
    {
        if (TryReadHeld(out var held))
        {
            return new(held);
        }

        var pending = transport.ReadAsync(cancellationToken);
        if (!pending.IsCompletedSuccessfully)
        {
            return AwaitReadAsync(pending, cancellationToken);
        }

        return Accept(pending.Result, out var result)
            ? new(result)
            : AwaitReadAsync(transport.ReadAsync(cancellationToken), cancellationToken);
    }

    public override void AdvanceTo(SequencePosition consumed) => AdvanceTo(consumed, consumed);

    public override void AdvanceTo(SequencePosition consumed, SequencePosition examined)
    {
        if (!_reading)
        {
            // The result was the empty end, which no transport buffer is behind.
            return;
        }

        if (_buffer.IsEmpty)
        {
            ReleaseToTransport();
            return;
        }

        var start = _buffer.GetOffset(_buffer.Start);
        var count = _buffer.GetOffset(consumed) - start;
        var seenAll = _buffer.GetOffset(examined) - start >= decoder.Decoded;
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, decoder.Decoded, nameof(consumed));
        decoder.Consume(count);
        _buffer = _buffer.Slice(count);

        // What was not looked at is due at once, and what is left at the end stays readable: neither may wait for the peer.
        // The transport's buffer is kept as it is, since its examined position cannot be taken back.
        if (!seenAll || ((decoder.HasEnded || _transportCompleted) && decoder.Decoded > 0))
        {
            _holding = true;
            return;
        }

        ReleaseToTransport();
    }

    public override void CancelPendingRead() => transport.CancelPendingRead();

    /// <summary>Only ends the reading: the transport is read on for the closing handshake, see <see cref="WebSocketDuplexPipe.CloseAsync"/>.</summary>
    public override void Complete(Exception? exception = null)
    {
    }

    /// <summary>Drops what was read and not consumed, for the closing handshake.</summary>
    public void Discard()
    {
        _holding = false;
        if (_reading)
        {
            decoder.Consume(decoder.Decoded);
            ReleaseToTransport();
        }
    }

    /// <summary>Ends the stream from outside, whatever the transport does.</summary>
    public void End()
    {
        _givenUp = true;
        transport.CancelPendingRead();
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<ReadResult> AwaitReadAsync(ValueTask<ReadResult> pending, CancellationToken cancellation)
    {
        while (true)
        {
            if (Accept(await pending, out var result))
            {
                return result;
            }

            pending = transport.ReadAsync(cancellation);
        }
    }

    private bool TryReadHeld(out ReadResult result)
    {
        if (_holding)
        {
            _holding = false;
            result = new(_buffer.Slice(0, decoder.Decoded), isCanceled: false, decoder.HasEnded || _transportCompleted);
            return true;
        }

        if (decoder.HasEnded || _givenUp)
        {
            result = new(default, isCanceled: false, isCompleted: true);
            return true;
        }

        result = default;
        return false;
    }

    /// <summary>Decodes what the transport delivered; false if there was nothing in it for the reader, who then waits on.</summary>
    private bool Accept(in ReadResult read, out ReadResult result)
    {
        _reading = true;
        _buffer = read.Buffer;
        _transportCompleted = read.IsCompleted || _givenUp;
        _arrivals++;
        var before = decoder.Decoded;
        decoder.Decode(_buffer);
        var completed = decoder.HasEnded || _transportCompleted;
        if (decoder.Decoded == before && !completed && !read.IsCanceled)
        {
            ReleaseToTransport();
            result = default;
            return false;
        }

        result = new(_buffer.Slice(0, decoder.Decoded), read.IsCanceled, completed);
        return true;
    }

    private void ReleaseToTransport()
    {
        var released = _buffer.GetPosition(decoder.Release(_buffer));
        var end = _buffer.End;
        _buffer = default;
        _reading = false;
        transport.AdvanceTo(released, end);
    }
}
