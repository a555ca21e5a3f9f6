using System.IO.Pipelines;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Bridge.Server.MqttEndpoint;

/// <summary>
/// Recognises the MQTT upgrade on a connection's bytes, before HTTP: inside TLS, and where <see cref="MqttSocketListener"/> could not tell yet. A
/// connection that is served here costs no HTTP parser, no request context and no stream.
/// Whatever doesn't begin with the one request line of ours goes to HTTP with every byte in place.
/// </summary>
internal sealed class MqttUpgradeMiddleware(
    ConnectionDelegate next, string listener, MqttUpgrade upgrade, MqttSocketServer sockets, IOptions<MqttEndpointOptions> options,
    ILogger<MqttUpgradeMiddleware> logger, TimeProvider? time = null)
{
    private readonly MqttEndpointOptions _options = options.Value;
    private readonly TimeProvider _time = time ?? TimeProvider.System;

    public async Task OnConnectionAsync(ConnectionContext connection)
    {
        var secure = connection.Features.Get<ITlsHandshakeFeature>() is not null;
        UpgradeDecision? decision;
        try
        {
            if (!await IsOursAsync(connection))
            {
                await next(connection);
                return;
            }

            decision = await upgrade.AnswerAsync(connection.Transport, listener, secure, connection.RemoteEndPoint, connection.ConnectionClosed);
        }
        catch (Exception e) when (e is IOException or OperationCanceledException)
        {
            logger.WentAway(connection.RemoteEndPoint, e);
            return;
        }

        if (decision is { } admitted)
        {
            await sockets.ServeAsync(connection.Transport, new()
            {
                Remote = connection.RemoteEndPoint,
                Listener = listener,
                Kind = "ws",
                Secure = secure,
                Principal = admitted.Principal,
                Abort = connection.Abort,
            });
        }
    }

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
}
