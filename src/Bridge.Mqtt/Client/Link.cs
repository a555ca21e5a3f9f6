using System.IO.Pipelines;

namespace Bridge.Mqtt.Client;

/// <summary>Ends a byte stream, whoever made it.</summary>
internal static class Link
{
    public static async ValueTask CloseAsync(IDuplexPipe pipe)
    {
        await pipe.Input.CompleteAsync();
        try
        {
            await pipe.Output.CompleteAsync();
        }
        catch (IOException)
        {
            // What was left could not be sent: the other end is gone, which is what closing is about.
        }

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
}
