using System.IO.Pipelines;

namespace Bridge.Mqtt.Tests.WebSockets;

/// <summary>Another writer, with something done between its calls.</summary>
internal sealed class HookedPipeWriter(PipeWriter inner) : PipeWriter
{
    /// <summary>Memory was given out, and isn't written yet.</summary>
    public Action? AfterGetMemory { get; init; }

    /// <summary>A flush is called, and hasn't begun.</summary>
    public Action? BeforeFlush { get; init; }

    public Action? Cancelled { get; init; }

    public Action? Completed { get; init; }

    public override bool CanGetUnflushedBytes => inner.CanGetUnflushedBytes;

    public override long UnflushedBytes => inner.UnflushedBytes;

    public override void Advance(int bytes) => inner.Advance(bytes);

    public override Memory<byte> GetMemory(int sizeHint = 0)
    {
        var memory = inner.GetMemory(sizeHint);
        AfterGetMemory?.Invoke();
        return memory;
    }

    public override Span<byte> GetSpan(int sizeHint = 0) => GetMemory(sizeHint).Span;

    public override ValueTask<FlushResult> FlushAsync(CancellationToken cancellationToken = default)
    {
        BeforeFlush?.Invoke();
        return inner.FlushAsync(cancellationToken);
    }

    public override void CancelPendingFlush()
    {
        inner.CancelPendingFlush();
        Cancelled?.Invoke();
    }

    public override void Complete(Exception? exception = null)
    {
        Completed?.Invoke();
        inner.Complete(exception);
    }
}
