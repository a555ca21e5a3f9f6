namespace Bridge.Injector.Pages;

/// <summary>
/// Turns the pull of a decompressing stream into a push: <see cref="FeedAsync"/> returns when all it was given is taken and the
/// reader asks for more. So a write that has returned has put out everything that could be decoded, and nothing is copied twice.
/// </summary>
internal sealed class CodedFeed : Stream
{
    private readonly SemaphoreSlim _fed = new(0);
    private readonly SemaphoreSlim _hungry = new(0);
    private ReadOnlyMemory<byte> _input;
    private bool _ended;
    private bool _asked;

    /// <summary>Bytes that were taken.</summary>
    public long Taken { get; private set; }

    /// <summary>Bytes that one read gets at most: small, so that <see cref="Taken"/> is close to what was really decoded.</summary>
    public int Slice { get; set; } = 512;

    /// <inheritdoc/>
    public override bool CanRead => true;

    /// <inheritdoc/>
    public override bool CanSeek => false;

    /// <inheritdoc/>
    public override bool CanWrite => false;

    /// <inheritdoc/>
    public override long Length => throw new NotSupportedException();

    /// <inheritdoc/>
    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

    /// <summary>Gives the reader its next input and waits until it is taken, or until <paramref name="reader"/> ended.</summary>
    public async Task FeedAsync(ReadOnlyMemory<byte> input, Task reader, CancellationToken cancellation)
    {
        _input = input;
        _fed.Release();
        await Task.WhenAny(_hungry.WaitAsync(cancellation), reader);
        cancellation.ThrowIfCancellationRequested();
        _input = default;
    }

    /// <summary>Tells the reader that nothing more comes.</summary>
    public void End()
    {
        _ended = true;
        _fed.Release();
    }

    /// <summary>The next byte, without taking it; null at the end.</summary>
    public async ValueTask<byte?> PeekAsync() => await HasInputAsync() ? _input.Span[0] : null;

    /// <inheritdoc/>
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (!await HasInputAsync())
        {
            return 0;
        }

        var size = Math.Min(Math.Min(buffer.Length, _input.Length), Slice);
        _input[..size].CopyTo(buffer);
        _input = _input[size..];
        Taken += size;
        return size;
    }

    /// <inheritdoc/>
    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    /// <inheritdoc/>
    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException("asynchronous only");

    /// <inheritdoc/>
    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override void SetLength(long value) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override void Flush()
    {
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _fed.Dispose();
            _hungry.Dispose();
        }

        base.Dispose(disposing);
    }

    private async ValueTask<bool> HasInputAsync()
    {
        while (_input.IsEmpty && !_ended)
        {
            // The first question is answered by the first feed, which waits for the second.
            if (_asked)
            {
                _hungry.Release();
            }

            _asked = true;
            await _fed.WaitAsync();
        }

        return !_input.IsEmpty;
    }
}
