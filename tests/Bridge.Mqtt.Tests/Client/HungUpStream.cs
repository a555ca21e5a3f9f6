using System.Threading.Channels;

namespace Bridge.Mqtt.Tests.Client;

/// <summary>A connection whose peer answers once, says one thing more, and closes: the next write notices that before anything of it is read.</summary>
internal sealed class HungUpStream(byte[] answer, byte[] lastWord) : Stream
{
    private readonly Channel<byte[]> _incoming = Channel.CreateUnbounded<byte[]>();
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

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (!await _incoming.Reader.WaitToReadAsync(cancellationToken) || !_incoming.Reader.TryRead(out var bytes))
        {
            return 0;
        }

        bytes.CopyTo(buffer);
        return bytes.Length;
    }

    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (Interlocked.Increment(ref _writes) == 1)
        {
            _incoming.Writer.TryWrite(answer);
            return default;
        }

        // Later, so that the one who writes has noticed.
        _ = Task.Run(
            () =>
            {
                _incoming.Writer.TryWrite(lastWord);
                _incoming.Writer.TryComplete();
            },
            CancellationToken.None);
        return ValueTask.FromException(new IOException("closed"));
    }

    public override void Flush()
    {
    }

    public override Task FlushAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();
}
