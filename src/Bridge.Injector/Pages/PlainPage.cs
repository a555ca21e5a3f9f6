using System.Buffers;
using System.IO.Pipelines;
using Bridge.Injector.Html;

namespace Bridge.Injector.Pages;

/// <summary>
/// A page without content coding: through the injector until that is done, then straight on. A small one that comes whole in its first piece
/// goes in one piece too, head included, and says its length.
/// </summary>
/// <param name="rewriter">What the page passes.</param>
/// <param name="output">Where it goes.</param>
/// <param name="length">The body's length as its origin states it; null where it doesn't.</param>
/// <param name="setLength">Says the length in the response's head, which must not be out yet.</param>
internal sealed class PlainPage(PageRewriter rewriter, PipeWriter output, long? length, Action<long> setLength) : IPageSink
{
    /// <summary>Bytes of a page that is put together before it goes: what whoever serves it had in memory anyway.</summary>
    private const int MostAtOnce = 64 * 1024;

    private bool _started;
    private bool _complete;

    /// <inheritdoc/>
    public string? Reason => rewriter.Outcome.Reason();

    /// <inheritdoc/>
    public void Start() => _started = true;

    /// <inheritdoc/>
    public async ValueTask WriteAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellation)
    {
        var isWhole = !_started && !bytes.IsEmpty && bytes.Length == length && bytes.Length <= MostAtOnce;
        _started = true;
        if (isWhole)
        {
            var page = new ArrayBufferWriter<byte>(bytes.Length + 256);
            rewriter.Write(bytes.Span, page);
            rewriter.Complete(page);
            _complete = true;
            setLength(page.WrittenCount);
            await output.WriteAsync(page.WrittenMemory, cancellation);
        }
        else if (_complete || rewriter.IsDone)
        {
            await output.WriteAsync(bytes, cancellation);
        }
        else
        {
            rewriter.Write(bytes.Span, output);
            await output.FlushAsync(cancellation);
        }
    }

    /// <inheritdoc/>
    public async ValueTask CompleteAsync(CancellationToken cancellation)
    {
        if (_complete)
        {
            return;
        }

        rewriter.Complete(output);
        await output.FlushAsync(cancellation);
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
