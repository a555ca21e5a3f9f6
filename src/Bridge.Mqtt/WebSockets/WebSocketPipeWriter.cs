using System.Buffers;
using System.IO.Pipelines;
using System.Runtime.CompilerServices;

namespace Bridge.Mqtt.WebSockets;

/// <summary>
/// The outgoing byte stream, framed in the transport's own memory: room for a head is left before the payload and filled in when the frame
/// is sealed, at a flush or when the transport's block is full. So a flush of up to one block (4 KiB on Kestrel) is one frame, whatever the
/// number of MQTT packets in it, and nothing is copied.
/// <para>Threads: one writer at a time, like every <see cref="PipeWriter"/>; control frames come from the reader and from a timer at any
/// time and take turns with it under <see cref="_turn"/>. Whoever has the turn writes to the transport and flushes it, until <see cref="Stop"/>.</para>
/// </summary>
internal sealed class WebSocketPipeWriter(PipeWriter transport, WebSocketMaskingKeys? keys) : PipeWriter
{
    /// <summary>A block with less than this left is not begun: it would make frames that are mostly head.</summary>
    private const int MinBlock = 256;

    private readonly Lock _turn = new();
    private readonly WebSocketControlQueue _control = new();
    private Task<bool>? _controlFlush;
    private bool _writing;
    private bool _stopped;
    private int _drains;

    // The frame being written: its block of the transport's memory, the room left for its head, and its payload so far.
    private Memory<byte> _block;
    private int _room;
    private int _payload;

    // Where bytes go while a control frame waits for a peer that does not read, and after a Close.
    private ArrayBufferWriter<byte>? _aside;

    /// <summary>Counts flushes that had to wait and were let through: a sign that the peer reads.</summary>
    public int Drains => Volatile.Read(ref _drains);

    public override bool CanGetUnflushedBytes => transport.CanGetUnflushedBytes;

    public override long UnflushedBytes => transport.UnflushedBytes + _payload + (_aside?.WrittenCount ?? 0);

    public override Memory<byte> GetMemory(int sizeHint = 0)
    {
        var used = _room + _payload;
        return _block.Length - used >= Math.Max(sizeHint, 1) ? _block[used..] : BeginBlock(sizeHint);
    }

    public override Span<byte> GetSpan(int sizeHint = 0) => GetMemory(sizeHint).Span;

    public override void Advance(int bytes)
    {
        if (_aside is not null)
        {
            _aside.Advance(bytes);
            return;
        }

        ArgumentOutOfRangeException.ThrowIfGreaterThan((uint)bytes, (uint)(_block.Length - _room - _payload), nameof(bytes));
        _payload += bytes;
    }

    public override ValueTask<FlushResult> FlushAsync(CancellationToken cancellationToken = default)
    {
        if (!TakeTurn())
        {
            return FlushAsideAsync(cancellationToken);
        }

        SealFrame();
        var flush = transport.FlushAsync(cancellationToken);
        if (!flush.IsCompletedSuccessfully)
        {
            return AwaitFlushAsync(flush, cancellationToken);
        }

        var result = flush.Result;
        return PassTurn() ? new(result) : AwaitFlushAsync(transport.FlushAsync(cancellationToken), cancellationToken);
    }

    public override void CancelPendingFlush() => transport.CancelPendingFlush();

    /// <summary>Says goodbye with 1000 once what is written is flushed.</summary>
    public override void Complete(Exception? exception = null) => SendClose(new(WebSocketCloseCode.Normal, ""));

    public override async ValueTask CompleteAsync(Exception? exception = null)
    {
        Complete(exception);
        await FlushAsync();
    }

    public void SendPong(ReadOnlySpan<byte> payload)
    {
        lock (_turn)
        {
            _control.AddPong(payload);
            SendControlHoldingTurn();
        }
    }

    public void SendPing()
    {
        lock (_turn)
        {
            _control.AddPing();
            SendControlHoldingTurn();
        }
    }

    /// <summary>Queues a Close frame, the last frame there will be. Bytes written after it go nowhere.</summary>
    public void SendClose(WebSocketClosure closure)
    {
        lock (_turn)
        {
            _control.AddClose(closure);
            SendControlHoldingTurn();
        }
    }

    /// <summary>
    /// From now on the transport isn't touched any more, whatever a timer or the reader still wants to say: its owner may end it. The stream's writer must
    /// be done.
    /// </summary>
    public void Stop()
    {
        lock (_turn)
        {
            _stopped = true;
        }
    }

    private Memory<byte> BeginBlock(int sizeHint)
    {
        if (!TakeTurn())
        {
            _aside ??= new();
            return _aside.GetMemory(sizeHint);
        }

        SealFrame();
        var wanted = Math.Max(sizeHint, MinBlock);
        var longest = wanted <= ushort.MaxValue ? ushort.MaxValue : wanted;
        _room = WebSocketFrameHeader.LengthFor(longest, keys is not null);
        _block = transport.GetMemory(_room + wanted);
        _block = _block[..Math.Min(_block.Length, _room + longest)];
        return _block[_room..];
    }

    /// <summary>Fills in the head and hands the frame to the transport. Has the turn.</summary>
    private void SealFrame()
    {
        if (_payload > 0)
        {
            var key = keys?.Next();
            var head = WebSocketFrameHeader.LengthFor(_payload, key is not null);
            var frame = _block.Span;
            var payload = frame.Slice(head, _payload);
            if (key is { } mask)
            {
                WebSocketMask.Apply(frame.Slice(_room, _payload), payload, mask);
            }
            else if (head < _room)
            {
                // A frame of up to 125 bytes has a shorter head than there was room for.
                frame.Slice(_room, _payload).CopyTo(payload);
            }

            WebSocketFrameHeader.Write(frame, WebSocketOpcode.Binary, _payload, key);
            transport.Advance(head + _payload);
        }

        _block = default;
        _room = 0;
        _payload = 0;
    }

    /// <summary>Whether the stream may write to the transport; if not, a control frame is on its way or the Close frame is gone.</summary>
    private bool TakeTurn()
    {
        if (_writing)
        {
            return true;
        }

        lock (_turn)
        {
            _writing = _aside is null && _controlFlush is null && !_control.CloseWritten && !_stopped;
            return _writing;
        }
    }

    /// <summary>Gives the turn up; false if control frames were waiting for it: they are written now, and to be flushed.</summary>
    private bool PassTurn()
    {
        lock (_turn)
        {
            _writing = !_control.IsEmpty;
            if (_writing)
            {
                _control.WriteTo(transport, keys);
            }

            return !_writing;
        }
    }

    private void LeaveTurn()
    {
        lock (_turn)
        {
            _writing = false;
            SendControlHoldingTurn();
        }
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<FlushResult> AwaitFlushAsync(ValueTask<FlushResult> flush, CancellationToken cancellation)
    {
        while (true)
        {
            FlushResult result;
            try
            {
                result = await flush;
            }
            catch
            {
                LeaveTurn();
                throw;
            }

            if (result.IsCanceled)
            {
                // Whoever cancels does not want to wait, for control frames no more than for its own.
                LeaveTurn();
                return result;
            }

            _drains++;
            if (PassTurn())
            {
                return result;
            }

            flush = transport.FlushAsync(cancellation);
        }
    }

    private async ValueTask<FlushResult> FlushAsideAsync(CancellationToken cancellation)
    {
        while (true)
        {
            Task<bool>? controlFlush;
            lock (_turn)
            {
                if (_control.CloseWritten || _stopped)
                {
                    // No failure: the closing handshake is under way, and the reader has told or will tell of the end.
                    _aside = null;
                    return new(isCanceled: false, isCompleted: false);
                }

                controlFlush = _controlFlush;
                _writing = controlFlush is null;
            }

            if (controlFlush is null)
            {
                break;
            }

            if (await controlFlush.WaitAsync(cancellation))
            {
                return new(isCanceled: true, isCompleted: false);
            }
        }

        var aside = _aside;
        _aside = null;
        if (aside is not null)
        {
            this.Write(aside.WrittenSpan);
        }

        return await FlushAsync(cancellation);
    }

    private void SendControlHoldingTurn()
    {
        if (_writing || _stopped || _controlFlush is not null || _control.IsEmpty)
        {
            return;
        }

        try
        {
            _control.WriteTo(transport, keys);
            var flush = transport.FlushAsync();
            if (flush.IsCompletedSuccessfully)
            {
                _ = flush.Result;
            }
            else
            {
                _controlFlush = AwaitControlFlushAsync(flush.AsTask());
            }
        }
        catch (Exception e) when (IsTransportGone(e))
        {
            // The reader meets the same end and tells of it; a timer has nobody to tell.
        }
    }

    /// <summary>Whether it was cancelled: then so is what waits for it.</summary>
    private async Task<bool> AwaitControlFlushAsync(Task<FlushResult> flush)
    {
        // Continues on another stack, so that the caller has stored this task and left the lock.
        await ((Task)flush).ConfigureAwait(ConfigureAwaitOptions.ForceYielding | ConfigureAwaitOptions.SuppressThrowing);
        lock (_turn)
        {
            _controlFlush = null;
            _drains++;
            if (flush.IsCompletedSuccessfully)
            {
                SendControlHoldingTurn();
            }
        }

        return flush is { IsCompletedSuccessfully: true, Result.IsCanceled: true };
    }

    private static bool IsTransportGone(Exception exception) =>
        exception is IOException or InvalidOperationException or OperationCanceledException;
}
