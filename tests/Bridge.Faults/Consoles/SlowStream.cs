namespace Bridge.Faults.Consoles;

/// <summary>A connection that can be read at 1 KB/s.</summary>
internal sealed class SlowStream(Stream inner) : Stream
{
    private const int BytesPerTick = 128;

    private readonly PeriodicTimer _tick = new(TimeSpan.FromMilliseconds(125));
    private volatile bool _slow;

    public void Crawl() => _slow = true;

    public void LetGo() => _slow = false;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (!_slow || buffer.IsEmpty)
        {
            return await inner.ReadAsync(buffer, cancellationToken);
        }

        await _tick.WaitForNextTickAsync(cancellationToken);
        return await inner.ReadAsync(buffer[..Math.Min(BytesPerTick, buffer.Length)], cancellationToken);
    }

    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default) => inner.WriteAsync(buffer, cancellationToken);

    public override Task FlushAsync(CancellationToken cancellationToken) => inner.FlushAsync(cancellationToken);

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override void Flush() => inner.Flush();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _tick.Dispose();
            inner.Dispose();
        }

        base.Dispose(disposing);
    }
}
