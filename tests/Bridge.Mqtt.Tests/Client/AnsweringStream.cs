using System.Threading.Channels;

namespace Bridge.Mqtt.Tests.Client;

/// <summary>A connection whose peer answers what is written first; what becomes of the next write is the derived one's.</summary>
internal abstract class AnsweringStream(byte[] answer) : Stream
{
    private int _writes;

    public override bool CanRead => true;

    public override bool CanWrite => true;

    public override bool CanSeek => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    protected Channel<byte[]> Incoming { get; } = Channel.CreateUnbounded<byte[]>();

    protected int Writes => Volatile.Read(ref _writes);

    /// <summary>What comes next; nothing more once <see cref="Incoming"/> is complete.</summary>
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (!await Incoming.Reader.WaitToReadAsync(cancellationToken) || !Incoming.Reader.TryRead(out var bytes))
        {
            return 0;
        }

        bytes.CopyTo(buffer);
        return bytes.Length;
    }

    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (Interlocked.Increment(ref _writes) > 1)
        {
            return WriteAgainAsync(cancellationToken);
        }

        Incoming.Writer.TryWrite(answer);
        return default;
    }

    public override void Flush()
    {
    }

    public override Task FlushAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    protected abstract ValueTask WriteAgainAsync(CancellationToken cancellation);
}
