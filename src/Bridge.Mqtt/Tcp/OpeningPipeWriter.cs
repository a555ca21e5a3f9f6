using System.IO.Pipelines;

namespace Bridge.Mqtt.Tcp;

/// <summary>Takes nothing before the pipe is open, when there is nobody yet to say anything to; then every call goes through.</summary>
internal sealed class OpeningPipeWriter : PipeWriter
{
    private volatile PipeWriter? _opened;

    private PipeWriter Opened => _opened ?? throw new InvalidOperationException("The pipe is not open yet.");

    public void Open(PipeWriter opened) => _opened = opened;

    public override Memory<byte> GetMemory(int sizeHint = 0) => Opened.GetMemory(sizeHint);

    public override Span<byte> GetSpan(int sizeHint = 0) => Opened.GetSpan(sizeHint);

    public override void Advance(int bytes) => Opened.Advance(bytes);

    public override ValueTask<FlushResult> FlushAsync(CancellationToken cancellationToken = default) => _opened?.FlushAsync(cancellationToken) ?? default;

    public override void CancelPendingFlush() => _opened?.CancelPendingFlush();

    public override void Complete(Exception? exception = null) => _opened?.Complete(exception);

    public override ValueTask CompleteAsync(Exception? exception = null) => _opened?.CompleteAsync(exception) ?? default;
}
