using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Hosting;

namespace Bridge.Server.Relay;

/// <summary>Says at the terminal, once, that the dev server isn't there when the relay starts: else only phones would learn of it.</summary>
internal sealed class UpstreamNotice(RelayOptions options, RelayNotices notices, TimeProvider time) : BackgroundService
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (options.Site?.Upstream is { } upstream && await TroubleAsync(upstream, stoppingToken) is { } trouble)
        {
            var server = upstream.GetLeftPart(UriPartial.Authority);
            notices.Post(new RelayNotice(
                "upstream-away",
                $"{server} {trouble}. Start the dev server: a phone's page waits for it and goes on by itself",
                new Dictionary<string, object?> { ["upstream"] = server },
                "warn"));
        }
    }

    private async Task<string?> TroubleAsync(Uri upstream, CancellationToken cancellation)
    {
        using var patience = new CancellationTokenSource(Patience, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancellation);
        try
        {
            using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
            await socket.ConnectAsync(new DnsEndPoint(upstream.IdnHost, upstream.Port), either.Token);
            return null;
        }
        catch (SocketException e)
        {
            return e.SocketErrorCode == SocketError.ConnectionRefused ? "is not running" : $"can't be reached ({e.Message})";
        }
        catch (OperationCanceledException) when (patience.IsCancellationRequested)
        {
            return $"does not answer within {Patience.TotalSeconds:0} s";
        }
    }
}
