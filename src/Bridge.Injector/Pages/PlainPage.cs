using System.IO.Pipelines;
using Bridge.Injector.Html;

namespace Bridge.Injector.Pages;

/// <summary>A page without content coding: through the injector until that is done, then straight on.</summary>
internal sealed class PlainPage(PageRewriter rewriter, PipeWriter output) : IPageSink
{
    /// <inheritdoc/>
    public string? Reason => rewriter.Outcome.Reason();

    /// <inheritdoc/>
    public void Start()
    {
    }

    /// <inheritdoc/>
    public async ValueTask WriteAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellation)
    {
        if (rewriter.IsDone)
        {
            await output.WriteAsync(bytes, cancellation);
            return;
        }

        rewriter.Write(bytes.Span, output);
        await output.FlushAsync(cancellation);
    }

    /// <inheritdoc/>
    public async ValueTask CompleteAsync(CancellationToken cancellation)
    {
        rewriter.Complete(output);
        await output.FlushAsync(cancellation);
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
