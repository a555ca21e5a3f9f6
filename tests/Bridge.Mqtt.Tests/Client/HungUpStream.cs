namespace Bridge.Mqtt.Tests.Client;

/// <summary>A connection whose peer answers once, says one thing more, and closes: the next write notices that before anything of it is read.</summary>
internal sealed class HungUpStream(byte[] answer, byte[] lastWord) : AnsweringStream(answer)
{
    protected override ValueTask WriteAgainAsync(CancellationToken cancellation)
    {
        // Later, so that the one who writes has noticed.
        _ = Task.Run(
            () =>
            {
                Incoming.Writer.TryWrite(lastWord);
                Incoming.Writer.TryComplete();
            },
            CancellationToken.None);
        return ValueTask.FromException(new IOException("closed"));
    }
}
