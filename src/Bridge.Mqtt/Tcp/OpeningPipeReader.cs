using System.IO.Pipelines;

namespace Bridge.Mqtt.Tcp;

/// <summary>Opens at the first read; from then on every call goes through.</summary>
#pragma warning disable CA1001 // A read may be cancelled from any thread at any time; a source without timer or links holds nothing to dispose.
internal sealed class OpeningPipeReader(Func<CancellationToken, Task<PipeReader>> open) : PipeReader
#pragma warning restore CA1001
{
    private readonly CancellationTokenSource _stop = new();
    private volatile PipeReader? _opened;

    public override ValueTask<ReadResult> ReadAsync(CancellationToken cancellationToken = default) =>
        _opened is { } opened ? opened.ReadAsync(cancellationToken) : OpenAsync(cancellationToken);

    public override bool TryRead(out ReadResult result)
    {
        result = default;
        return _opened?.TryRead(out result) == true;
    }

    public override void AdvanceTo(SequencePosition consumed) => _opened?.AdvanceTo(consumed);

    public override void AdvanceTo(SequencePosition consumed, SequencePosition examined) => _opened?.AdvanceTo(consumed, examined);

    public override void CancelPendingRead()
    {
        _stop.Cancel();
        _opened?.CancelPendingRead();
    }

    public override void Complete(Exception? exception = null) => _opened?.Complete(exception);

    public override ValueTask CompleteAsync(Exception? exception = null) => _opened?.CompleteAsync(exception) ?? default;

    private async ValueTask<ReadResult> OpenAsync(CancellationToken cancellation)
    {
        PipeReader opened;
        try
        {
            opened = await open(_stop.Token);
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
            return new ReadResult(default, isCanceled: true, isCompleted: false);
        }

        _opened = opened;
        if (_stop.IsCancellationRequested)
        {
            // Cancelled in between, when nobody may have seen what was opened.
            opened.CancelPendingRead();
        }

        return await opened.ReadAsync(cancellation);
    }
}
