namespace Bridge.Mqtt.Tests.Client;

/// <summary>A connection whose peer answers once and then neither reads nor says anything; only closing it ends what waits.</summary>
internal sealed class UnwillingStream(byte[] answer) : AnsweringStream(answer)
{
    private readonly TaskCompletionSource _closed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Whether a write waits that nobody takes.</summary>
    public bool IsStuck => Writes > 1;

    protected override async ValueTask WriteAgainAsync(CancellationToken cancellation)
    {
        await _closed.Task.WaitAsync(cancellation);
        throw new IOException("closed");
    }

    protected override void Dispose(bool disposing)
    {
        _closed.TrySetResult();
        base.Dispose(disposing);
    }
}
