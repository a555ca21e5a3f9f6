using System.IO.Pipelines;

namespace Bridge.Mqtt.Broker;

/// <summary>Completes both directions of a transport, whatever state it is in: there is nobody left to tell of a failure.</summary>
internal static class PipeCompletion
{
    public static async ValueTask CompleteAsync(IDuplexPipe pipe)
    {
        try
        {
            await pipe.Output.CompleteAsync();
        }
        catch (Exception error) when (error is IOException or InvalidOperationException or OperationCanceledException)
        {
            // Broken already.
        }

        try
        {
            await pipe.Input.CompleteAsync();
        }
        catch (Exception error) when (error is IOException or InvalidOperationException or OperationCanceledException)
        {
            // As above.
        }
    }
}
