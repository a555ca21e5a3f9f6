using System.Buffers;
using System.IO.Pipelines;
using Bridge.Server.Security;

namespace Bridge.Server.MqttOverHttp;

/// <summary>
/// One MQTT connection carried by requests: a pipe up, filled by POSTs, and a pipe down, emptied by GETs. Both are bounded
/// and hold the other side back. Ends when no GET has come for a while, since a page that is there always has one waiting.
/// </summary>
internal sealed class HttpLink : IDuplexPipe, IDisposable
{
    /// <summary>How long a GET waits for bytes. Below the 30 s after which proxies give up on a silent response.</summary>
    private static readonly TimeSpan PollTime = TimeSpan.FromSeconds(20);

    /// <summary>How long a link lives without a GET.</summary>
    private static readonly TimeSpan IdleTime = TimeSpan.FromSeconds(30);

    private readonly Pipe _up = new();
    private readonly Pipe _down = new();
    private readonly SemaphoreSlim _turn = new(1, 1);
    private readonly Lock _lock = new(); // Guards the three flags, and the ends of the pipes against use after completion.
    private readonly TimeProvider _time;
    private readonly ITimer _idle;
    private long _nextUp;
    private long _nextDown;
    private bool _pushing;
    private bool _polling;
    private bool _over;

    public HttpLink(DeviceIdentity device, TimeProvider time)
    {
        Device = device;
        _time = time;
        _idle = time.CreateTimer(static link => ((HttpLink)link!).Abort(), this, IdleTime, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Whose link it is: every request must come from it.</summary>
    public DeviceIdentity Device { get; }

    PipeReader IDuplexPipe.Input => _up.Reader;

    PipeWriter IDuplexPipe.Output => _down.Writer;

    /// <summary>
    /// Takes a POST's bytes. A number that was seen already is a request that the browser repeated, and has no effect. False:
    /// the number is beyond the next one, or the link is over.
    /// </summary>
    public async Task<bool> PushAsync(long number, ReadOnlyMemory<byte> bytes, CancellationToken cancellation)
    {
        await _turn.WaitAsync(cancellation);
        try
        {
            if (number != _nextUp)
            {
                return number < _nextUp;
            }

            _nextUp++;
            return Begin(ref _pushing) && await WriteAsync(bytes);
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>
    /// Answers a GET: waits for bytes and writes what is there, or nothing after a while. False: the number was answered
    /// before, or the link is over.
    /// </summary>
    public async Task<bool> PollAsync(long number, PipeWriter body, CancellationToken cancellation)
    {
        if (Interlocked.CompareExchange(ref _nextDown, number + 1, number) != number || !Begin(ref _polling))
        {
            Abort(); // What the number's first answer carried may be lost.
            return false;
        }

        _idle.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        var answered = false;
        try
        {
            return answered = await AnswerAsync(body, cancellation);
        }
        finally
        {
            End(ref _polling, _down.Reader);
            _idle.Change(IdleTime, Timeout.InfiniteTimeSpan);
            if (!answered)
            {
                Abort(); // Bytes may have gone astray with this response; MQTT repeats what matters over the next connection.
            }
        }
    }

    /// <summary>Ends the connection, without waiting for anything.</summary>
    public void Abort()
    {
        lock (_lock)
        {
            if (_over)
            {
                return;
            }

            _over = true;
            if (_pushing)
            {
                _up.Writer.CancelPendingFlush();
            }
            else
            {
                _up.Writer.Complete();
            }

            if (_polling)
            {
                _down.Reader.CancelPendingRead();
            }
            else
            {
                _down.Reader.Complete();
            }
        }
    }

    public void Dispose() => _idle.Dispose();

    private bool Begin(ref bool busy)
    {
        lock (_lock)
        {
            return !_over && (busy = true);
        }
    }

    /// <summary>Whoever used a pipe when the link ended completes it.</summary>
    private void End(ref bool busy, object pipeEnd)
    {
        lock (_lock)
        {
            busy = false;
            if (_over && pipeEnd is PipeReader reader)
            {
                reader.Complete();
            }
            else if (_over && pipeEnd is PipeWriter writer)
            {
                writer.Complete();
            }
        }
    }

    /// <summary>Not cancelled with its request: the number is used up, so the bytes have to go in.</summary>
    private async Task<bool> WriteAsync(ReadOnlyMemory<byte> bytes)
    {
        try
        {
            var flush = await _up.Writer.WriteAsync(bytes);
            return !flush.IsCompleted && !flush.IsCanceled;
        }
        finally
        {
            End(ref _pushing, _up.Writer);
        }
    }

    private async Task<bool> AnswerAsync(PipeWriter body, CancellationToken cancellation)
    {
        using var enough = new CancellationTokenSource(PollTime, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(enough.Token, cancellation);
        ReadResult read;
        try
        {
            read = await _down.Reader.ReadAsync(either.Token);
        }
        catch (OperationCanceledException) when (enough.IsCancellationRequested && !cancellation.IsCancellationRequested)
        {
            return true;
        }

        if (read.Buffer.IsEmpty && (read.IsCompleted || read.IsCanceled))
        {
            return false;
        }

        foreach (var segment in read.Buffer)
        {
            body.Write(segment.Span);
        }

        _down.Reader.AdvanceTo(read.Buffer.End);
        await body.FlushAsync(cancellation);
        return true;
    }
}
