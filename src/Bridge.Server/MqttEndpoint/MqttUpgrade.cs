using System.IO.Pipelines;
using System.Net;
using Bridge.Mqtt.WebSockets;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Bridge.Server.MqttEndpoint;

/// <summary>
/// The upgrade of a connection that begins with our request line, on its bare bytes:
/// <list type="number">
/// <item>read the rest of the head, bounded in bytes and time, and check it</item>
/// <item>ask the guard: host, origin, credential</item>
/// <item>answer 101</item>
/// </list>
/// </summary>
internal sealed class MqttUpgrade(IUpgradeGuard guard, IOptions<MqttEndpointOptions> options, ILogger<MqttUpgrade> logger, TimeProvider? time = null)
{
    private readonly MqttEndpointOptions _options = options.Value;
    private readonly TimeProvider _time = time ?? TimeProvider.System;

    /// <summary>Who it is, or nobody known yet; null if it was refused, which it has been told.</summary>
    /// <exception cref="IOException">The peer went away.</exception>
    public async Task<UpgradeDecision?> AnswerAsync(IDuplexPipe pipe, string listener, bool secure, EndPoint? remote, CancellationToken cancellation)
    {
        // 1
        var (request, refusal) = await ReadHeadAsync(pipe.Input);

        // 2
        UpgradeDecision decision = default;
        if (request is not null)
        {
            decision = await guard.AdmitAsync(new()
            {
                Host = request.Host,
                Origin = request.Origin,
                Cookie = request.Cookie,
                UserAgent = request.UserAgent,
                Listener = listener,
                Secure = secure,
                Remote = remote,
            }, cancellation);
            refusal = decision.Admitted ? default : new(decision.Status, decision.Reason ?? "");
        }

        // 3
        if (refusal.Status != 0)
        {
            logger.Refused(remote, listener, refusal.Status, refusal.Reason);
            WebSocketHandshake.WriteRefused(pipe.Output, refusal);
            await pipe.Output.FlushAsync(CancellationToken.None);
            return null;
        }

        WebSocketHandshake.WriteAccepted(pipe.Output, request!);
        await pipe.Output.FlushAsync(CancellationToken.None);
        return decision;
    }

    private async Task<(WebSocketUpgradeRequest? Request, WebSocketRefusal Refusal)> ReadHeadAsync(PipeReader input)
    {
        using var deadline = new CancellationTokenSource(_options.HandshakeTimeout, _time);
        while (true)
        {
            ReadResult read;
            try
            {
                read = await input.ReadAsync(deadline.Token);
            }
            catch (OperationCanceledException)
            {
                return (null, new(408, "The request did not arrive in time."));
            }

            if (WebSocketHandshake.TryRead(read.Buffer, _options.MaxHandshakeBytes, out var consumed, out var request, out var refusal))
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
