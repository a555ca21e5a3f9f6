using System.IO.Pipelines;
using Bridge.Mqtt.Broker;
using Bridge.Mqtt.WebSockets;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Bridge.Server.MqttEndpoint;

/// <summary>
/// Recognises the MQTT upgrade on the transport pipe, before HTTP. A connection that is served here costs no HTTP parser, no request
/// context and no stream: per message that is most of what HTTP's WebSocket costs, and per idle connection half of the memory.
/// <list type="number">
/// <item>look at the first bytes; whatever is not the one request line of ours goes to HTTP with every byte in place</item>
/// <item>read the rest of the head, bounded in bytes and time, and check it</item>
/// <item>ask the guard: host, origin, credential</item>
/// <item>answer 101 and serve the broker on the frames</item>
/// </list>
/// </summary>
internal sealed class MqttUpgradeMiddleware(
    ConnectionDelegate next, string listener, MqttSocketServer sockets, IUpgradeGuard guard, IOptions<MqttEndpointOptions> options,
    ILogger<MqttUpgradeMiddleware> logger, TimeProvider? time = null)
{
    private readonly MqttEndpointOptions _options = options.Value;
    private readonly TimeProvider _time = time ?? TimeProvider.System;

    public async Task OnConnectionAsync(ConnectionContext connection)
    {
        MqttTransport? transport;
        try
        {
            if (!await IsOursAsync(connection))
            {
                await next(connection);
                return;
            }

            transport = await UpgradeAsync(connection);
        }
        catch (Exception e) when (e is IOException or OperationCanceledException)
        {
            logger.WentAway(connection.RemoteEndPoint, e);
            return;
        }

        if (transport is not null)
        {
            await sockets.ServeAsync(connection.Transport, transport);
        }
    }

    // 1. The first bytes.
    private async Task<bool> IsOursAsync(ConnectionContext connection)
    {
        var input = connection.Transport.Input;
        using var deadline = new CancellationTokenSource(_options.HandshakeTimeout, _time);
        long seen = 0;
        while (true)
        {
            ReadResult read;
            try
            {
                read = await input.ReadAsync(deadline.Token);
            }
            catch (OperationCanceledException)
            {
                // Silent so far: a browser's spare connection, or somebody slow. HTTP has deadlines of its own for both.
                return false;
            }

            var line = UpgradeRequestLineReader.Read(read.Buffer);
            if (line != UpgradeRequestLine.Undecided || read.IsCompleted)
            {
                // Nothing is consumed. What came with this read counts as unseen, so that the next reader gets it at once;
                // what an earlier read had examined cannot be taken back and need not be.
                input.AdvanceTo(read.Buffer.Start, read.Buffer.GetPosition(seen));
                return line == UpgradeRequestLine.Ours;
            }

            seen = read.Buffer.Length;
            input.AdvanceTo(read.Buffer.Start, read.Buffer.End);
        }
    }

    // 2. to 4. up to the answer; null if it was a refusal.
    private async Task<MqttTransport?> UpgradeAsync(ConnectionContext connection)
    {
        var output = connection.Transport.Output;
        var (request, refusal) = await ReadHeadAsync(connection.Transport.Input);
        object? principal = null;
        var secure = connection.Features.Get<ITlsHandshakeFeature>() is not null;
        if (request is not null)
        {
            var decision = await guard.AdmitAsync(new()
            {
                Host = request.Host,
                Origin = request.Origin,
                Cookie = request.Cookie,
                UserAgent = request.UserAgent,
                Listener = listener,
                Secure = secure,
                Remote = connection.RemoteEndPoint,
            }, connection.ConnectionClosed);
            principal = decision.Principal;
            refusal = decision.Admitted ? default : new(decision.Status, decision.Reason ?? "");
        }

        if (refusal.Status != 0)
        {
            logger.Refused(connection.RemoteEndPoint, listener, refusal.Status, refusal.Reason);
            WebSocketHandshake.WriteRefused(output, refusal);
            await output.FlushAsync();
            return null;
        }

        WebSocketHandshake.WriteAccepted(output, request!);
        await output.FlushAsync();
        return new()
        {
            Remote = connection.RemoteEndPoint,
            Listener = listener,
            Kind = "ws",
            Secure = secure,
            Principal = principal,
            Abort = connection.Abort,
        };
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
