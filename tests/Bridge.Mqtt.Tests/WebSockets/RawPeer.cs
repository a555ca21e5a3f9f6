using System.Buffers;
using System.IO.Pipelines;
using Bridge.Mqtt.WebSockets;

namespace Bridge.Mqtt.Tests.WebSockets;

/// <summary>A connection in memory: our end as a <see cref="WebSocketDuplexPipe"/>, the peer's as raw bytes.</summary>
internal sealed class RawPeer : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private readonly Pipe _incoming;
    private readonly Pipe _outgoing;

    public RawPeer(WebSocketOptions? options = null, int segment = 4096, int pauseOutputAt = 0)
    {
        // Continuations run where the bytes were written, so that a test sees the effect of a write when the write is done.
        _incoming = new(new(readerScheduler: PipeScheduler.Inline, writerScheduler: PipeScheduler.Inline,
            minimumSegmentSize: segment, pauseWriterThreshold: 0, useSynchronizationContext: false));
        _outgoing = new(new(readerScheduler: PipeScheduler.Inline, writerScheduler: PipeScheduler.Inline,
            pauseWriterThreshold: pauseOutputAt, resumeWriterThreshold: Math.Max(pauseOutputAt / 2, 1), useSynchronizationContext: false));
        Socket = new(new Duplex(_incoming.Reader, _outgoing.Writer), options ?? new() { PingInterval = TimeSpan.Zero });
    }

    public WebSocketDuplexPipe Socket { get; }

    public async Task SendAsync(ReadOnlyMemory<byte> bytes) => await _incoming.Writer.WriteAsync(bytes);

    /// <summary>As <see cref="SendAsync(ReadOnlyMemory{byte})"/>, without a task.</summary>
    public void Feed(ReadOnlySpan<byte> bytes)
    {
        _incoming.Writer.Write(bytes);
        var flush = _incoming.Writer.FlushAsync();
        Assert.True(flush.IsCompletedSuccessfully);
    }

    public void DiscardOutput()
    {
        Assert.True(_outgoing.Reader.TryRead(out var read));
        _outgoing.Reader.AdvanceTo(read.Buffer.End);
    }

    public Task SendAsync(TestFrame frame) => SendAsync(frame.Encode());

    public void Disconnect() => _incoming.Writer.Complete();

    /// <summary>The next frame that our end sent.</summary>
    public async Task<TestFrame> NextFrameAsync()
    {
        while (true)
        {
            var read = await _outgoing.Reader.ReadAsync().AsTask().WaitAsync(Patience);
            if (TestFrame.Decode(read.Buffer.ToArray(), out var length) is { } frame)
            {
                _outgoing.Reader.AdvanceTo(read.Buffer.GetPosition(length));
                return frame;
            }

            Assert.False(read.IsCompleted, "the connection ended inside a frame");
            _outgoing.Reader.AdvanceTo(read.Buffer.Start, read.Buffer.End);
        }
    }

    /// <summary>Whether our end sent anything that was not read yet.</summary>
    public bool HasOutput()
    {
        var any = _outgoing.Reader.TryRead(out var read) && !read.Buffer.IsEmpty;
        if (any)
        {
            _outgoing.Reader.AdvanceTo(read.Buffer.Start);
        }

        return any;
    }

    /// <summary>Bytes that our end holds of what was sent to it, between two reads.</summary>
    public long IncomingHeld()
    {
        if (!_incoming.Reader.TryRead(out var read))
        {
            return 0;
        }

        // Taken back as if it were not looked at: what is new stays new.
        _incoming.Reader.AdvanceTo(read.Buffer.Start);
        return read.Buffer.Length;
    }

    /// <summary>Reads payload until there is so much of it.</summary>
    public async Task<byte[]> ReadAsync(int count)
    {
        while (true)
        {
            var read = await Socket.Input.ReadAsync().AsTask().WaitAsync(Patience);
            if (read.Buffer.Length >= count)
            {
                var bytes = read.Buffer.Slice(0, count).ToArray();
                Socket.Input.AdvanceTo(read.Buffer.GetPosition(count));
                return bytes;
            }

            Assert.False(read.IsCompleted, "the stream ended early");
            Socket.Input.AdvanceTo(read.Buffer.Start, read.Buffer.End);
        }
    }

    /// <summary>Reads payload until the stream ends.</summary>
    public async Task<byte[]> ReadToEndAsync()
    {
        var all = new List<byte>();
        while (true)
        {
            var read = await Socket.Input.ReadAsync().AsTask().WaitAsync(Patience);
            all.AddRange(read.Buffer.ToArray());
            Socket.Input.AdvanceTo(read.Buffer.End);
            if (read.IsCompleted)
            {
                return [.. all];
            }
        }
    }

    public void Dispose() => Socket.Dispose();

    private sealed record Duplex(PipeReader Input, PipeWriter Output) : IDuplexPipe;
}
