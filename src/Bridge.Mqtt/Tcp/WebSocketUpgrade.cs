using System.IO.Pipelines;
using Bridge.Mqtt.WebSockets;

namespace Bridge.Mqtt.Tcp;

/// <summary>Reads an upgrade request, and answers it.</summary>
internal static class WebSocketUpgrade
{
    /// <exception cref="IOException">It was refused, which the peer has been told, or the peer went away.</exception>
    public static async Task<WebSocketUpgradeRequest> AnswerAsync(IDuplexPipe pipe, MqttWebSocketEndpoint endpoint, CancellationToken cancellation)
    {
        var (request, refusal) = await ReadHeadAsync(pipe.Input, endpoint.MaxHeadBytes, cancellation);
        if (request is not null && Judge(request, endpoint) is { } wrong)
        {
            (request, refusal) = (null, wrong);
        }

        if (request is null)
        {
            WebSocketHandshake.WriteRefused(pipe.Output, refusal);
            await pipe.Output.FlushAsync(cancellation);
            throw new IOException($"The WebSocket was refused: {refusal.Status} {refusal.Reason}");
        }

        WebSocketHandshake.WriteAccepted(pipe.Output, request);
        await pipe.Output.FlushAsync(cancellation);
        return request;
    }

    private static WebSocketRefusal? Judge(WebSocketUpgradeRequest request, MqttWebSocketEndpoint endpoint) =>
        request.Target.Split('?')[0] == endpoint.Path ? endpoint.Admit(request) : new(404, "MQTT is at another path.");

    private static async Task<(WebSocketUpgradeRequest? Request, WebSocketRefusal Refusal)> ReadHeadAsync(PipeReader input, int maxBytes, CancellationToken cancellation)
    {
        while (true)
        {
            var read = await input.ReadAsync(cancellation);
            if (WebSocketHandshake.TryRead(read.Buffer, maxBytes, out var consumed, out var request, out var refusal))
            {
                // A refused request is dropped whole: unread bytes would turn closing into a reset that overtakes the answer.
                input.AdvanceTo(request is null ? read.Buffer.End : consumed);
                return (request, refusal);
            }

            input.AdvanceTo(read.Buffer.Start, read.Buffer.End);
            if (read.IsCompleted)
            {
                throw new EndOfStreamException();
            }
        }
    }
}
