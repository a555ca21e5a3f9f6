using System.Net;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Net.Http.Headers;

namespace Bridge.Injector.Proxy;

/// <summary>
/// A WebSocket through the proxy: the handshake is forwarded, with its subprotocols and extensions, and then bytes pass both ways as
/// they are. Between HTTP/2 (extended CONNECT, RFC 8441) and an upgrade of HTTP/1.1 only the handshake differs.
/// </summary>
internal static class UpgradeTunnel
{
    private const string WebSocket = "websocket";

    /// <summary>What a server adds to the phone's key before it hashes it (RFC 6455, 1.3).</summary>
    private const string KeySuffix = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";

    /// <summary>Whether a request asks for a WebSocket.</summary>
    public static bool IsAskedFor(HttpContext context) =>
        context.Features.Get<IHttpExtendedConnectFeature>() is { IsExtendedConnect: true, Protocol: WebSocket }
        || (context.Features.Get<IHttpUpgradeFeature>() is { IsUpgradableRequest: true }
            && context.Request.Headers.Upgrade.ToString().Equals(WebSocket, StringComparison.OrdinalIgnoreCase));

    /// <summary>Turns the upstream's request into a handshake.</summary>
    public static HttpRequestMessage Prepare(HttpRequestMessage message, bool http2)
    {
        message.Content = null;
        if (http2)
        {
            message.Method = HttpMethod.Connect;
            message.Version = HttpVersion.Version20;
            message.VersionPolicy = HttpVersionPolicy.RequestVersionExact;
            message.Headers.Protocol = WebSocket;
            message.Headers.Remove(HeaderNames.SecWebSocketKey);
            return message;
        }

        message.Method = HttpMethod.Get;
        message.Version = HttpVersion.Version11;
        message.VersionPolicy = HttpVersionPolicy.RequestVersionExact;
        message.Headers.TryAddWithoutValidation(HeaderNames.Connection, "Upgrade");
        message.Headers.TryAddWithoutValidation(HeaderNames.Upgrade, WebSocket);
        if (!message.Headers.Contains(HeaderNames.SecWebSocketKey))
        {
            message.Headers.TryAddWithoutValidation(HeaderNames.SecWebSocketKey, Convert.ToBase64String(RandomNumberGenerator.GetBytes(16)));
        }

        return message;
    }

    /// <summary>Whether the upstream has agreed.</summary>
    public static bool IsOpen(HttpResponseMessage message) =>
        message.StatusCode == HttpStatusCode.SwitchingProtocols || (message.RequestMessage?.Method == HttpMethod.Connect && message.IsSuccessStatusCode);

    /// <summary>Passes bytes both ways until one side ends.</summary>
    public static async Task RunAsync(HttpContext context, HttpResponseMessage message)
    {
        await using var upstream = await message.Content.ReadAsStreamAsync(context.RequestAborted);
        await using var phone = await AcceptAsync(context);
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted);
        var up = CopyAsync(phone, upstream, ended.Token);
        var down = CopyAsync(upstream, phone, ended.Token);

        // After a close frame each side ends its own direction; a side that breaks off takes the other with it.
        await Task.WhenAny(up, down);
        await ended.CancelAsync();
        await Task.WhenAll(up, down);
    }

    private static ValueTask<Stream> AcceptAsync(HttpContext context)
    {
        if (context.Features.Get<IHttpExtendedConnectFeature>() is { IsExtendedConnect: true } connect)
        {
            context.Response.StatusCode = StatusCodes.Status200OK;
            context.Response.Headers.Remove(HeaderNames.SecWebSocketAccept);
            return connect.AcceptAsync();
        }

        if (context.Response.Headers.SecWebSocketAccept.Count == 0)
        {
            context.Response.Headers.SecWebSocketAccept = Accept(context.Request.Headers.SecWebSocketKey.ToString());
        }

        context.Response.StatusCode = StatusCodes.Status101SwitchingProtocols;
        context.Features.GetRequiredFeature<IHttpResponseFeature>().ReasonPhrase = null;
        context.Response.Headers.Connection = "Upgrade";
        context.Response.Headers.Upgrade = WebSocket;
        return new ValueTask<Stream>(context.Features.GetRequiredFeature<IHttpUpgradeFeature>().UpgradeAsync());
    }

    private static string Accept(string key)
    {
#pragma warning disable CA5350 // RFC 6455 says SHA-1; it proves that the answer is to this request, and protects nothing.
        return Convert.ToBase64String(SHA1.HashData(Encoding.ASCII.GetBytes(key + KeySuffix)));
#pragma warning restore CA5350
    }

    private static async Task CopyAsync(Stream from, Stream to, CancellationToken cancellation)
    {
        try
        {
            var buffer = new byte[16 * 1024];
            int size;
            while ((size = await from.ReadAsync(buffer, cancellation)) > 0)
            {
                await to.WriteAsync(buffer.AsMemory(0, size), cancellation);
                await to.FlushAsync(cancellation);
            }
        }
        catch (Exception e) when (e is IOException or OperationCanceledException or ObjectDisposedException)
        {
            // One side has gone: the other is told by the end of its stream.
        }
    }
}
