using System.IO.Pipelines;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Bridge.Injector.Pages;

/// <summary>
/// The body of a response that may be a page: decides at the first byte, when the head is complete, and then either puts the
/// script in or gets out of the way.
/// </summary>
/// <param name="inner">The server's own body.</param>
/// <param name="decide">Decides, knowing whether a body follows, and prepares the head; null where the body passes as it is.</param>
internal sealed class InjectingBody(IHttpResponseBodyFeature inner, Func<bool, IPageSink?> decide) : Stream, IHttpResponseBodyFeature
{
    private bool _decided;
    private IPageSink? _page;
    private PipeWriter? _writer;

    /// <inheritdoc/>
    public override bool CanRead => false;

    /// <inheritdoc/>
    public override bool CanSeek => false;

    /// <inheritdoc/>
    public override bool CanWrite => true;

    /// <inheritdoc/>
    public override long Length => throw new NotSupportedException();

    /// <inheritdoc/>
    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

    /// <inheritdoc/>
    public Stream Stream => this;

    // Asked for before the head is complete, it must be able to do both.
    /// <inheritdoc/>
    public PipeWriter Writer => _decided && _page is null ? inner.Writer : _writer ??= PipeWriter.Create(this, new StreamPipeWriterOptions(leaveOpen: true));

    /// <inheritdoc/>
    public void DisableBuffering() => inner.DisableBuffering();

    /// <inheritdoc/>
    public Task StartAsync(CancellationToken cancellationToken = default)
    {
        Page()?.Start();
        return inner.StartAsync(cancellationToken);
    }

    /// <inheritdoc/>
    public Task SendFileAsync(string path, long offset, long? count, CancellationToken cancellationToken = default) => Page() is null
        ? inner.SendFileAsync(path, offset, count, cancellationToken)
        : SendFileFallback.SendFileAsync(this, path, offset, count, cancellationToken);

    /// <inheritdoc/>
    public async Task CompleteAsync()
    {
        await FinishAsync(default);
        await inner.CompleteAsync();
    }

    /// <summary>Ends the page. A response without a body is decided here.</summary>
    public async ValueTask FinishAsync(CancellationToken cancellation)
    {
        if (_writer is not null)
        {
            await _writer.FlushAsync(cancellation);
        }

        if (Page(hasBody: false) is { } page)
        {
            _page = null;
            await page.CompleteAsync(cancellation);
        }
    }

    /// <inheritdoc/>
    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (Page() is { } page)
        {
            await page.WriteAsync(buffer, cancellationToken);
        }
        else
        {
            await inner.Stream.WriteAsync(buffer, cancellationToken);
        }
    }

    /// <inheritdoc/>
    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    /// <inheritdoc/>
    public override Task FlushAsync(CancellationToken cancellationToken)
    {
        Page()?.Start();
        return inner.Stream.FlushAsync(cancellationToken);
    }

    /// <inheritdoc/>
    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException("asynchronous only");

    /// <inheritdoc/>
    public override void Flush() => throw new NotSupportedException("asynchronous only");

    /// <inheritdoc/>
    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override void SetLength(long value) => throw new NotSupportedException();

    private IPageSink? Page(bool hasBody = true)
    {
        if (!_decided)
        {
            _decided = true;
            _page = decide(hasBody);
        }

        return _page;
    }
}
