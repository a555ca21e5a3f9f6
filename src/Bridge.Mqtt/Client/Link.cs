using System.IO.Pipelines;

namespace Bridge.Mqtt.Client;

/// <summary>Ends a byte stream, whoever made it.</summary>
internal static class Link
{
    // What a peer gets to take the last bytes.
    private static readonly TimeSpan Farewell = TimeSpan.FromSeconds(2);

    public static async ValueTask CloseAsync(IDuplexPipe pipe, TimeProvider time)
    {
        await pipe.Input.CompleteAsync();

        // Completing flushes, and a peer that doesn't read would make that last for ever. Closing the stream below ends it.
        await CompleteAsync(pipe.Output).WaitAsync(Farewell, time).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        switch (pipe)
        {
            case IAsyncDisposable disposable:
                await disposable.DisposeAsync();
                break;
            case IDisposable disposable:
                disposable.Dispose();
                break;
        }
    }

    private static async Task CompleteAsync(PipeWriter output)
    {
        try
        {
            await output.CompleteAsync();
        }
        catch (Exception cause) when (cause is IOException or InvalidOperationException or OperationCanceledException)
        {
            // What was left could not be sent: the other end is gone, which is what closing is about.
        }
    }
}
