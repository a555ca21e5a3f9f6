using System.IO.Pipelines;
using Bridge.Mqtt.Broker;
using Bridge.Mqtt.WebSockets;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Logging;

namespace Bridge.Server.MqttEndpoint;

/// <summary>
/// The upgrade inside the HTTP pipeline, for what the middleware cannot see: a second request of a kept-alive connection, and
/// WebSocket over HTTP/2. The same checks, frames over a stream.
/// </summary>
internal sealed class MqttHttpUpgrade(MqttSocketServer sockets, IUpgradeGuard guard, ILogger<MqttHttpUpgrade> logger, Func<HttpContext, string> listener)
{
    public async Task InvokeAsync(HttpContext context)
    {
        var request = context.Request;
        var name = listener(context);
        var refusal = Judge(context);
        object? principal = null;
        if (refusal is null)
        {
            var decision = await guard.AdmitAsync(new()
            {
                Host = request.Host.Value ?? "",
                Origin = request.Headers.Origin,
                Cookie = request.Headers.Cookie.Count > 0 ? string.Join("; ", request.Headers.Cookie.ToArray()) : null,
                UserAgent = request.Headers.UserAgent,
                Listener = name,
                Secure = request.IsHttps,
                Remote = RemoteOf(context),
            }, context.RequestAborted);
            principal = decision.Principal;
            refusal = decision.Admitted ? null : new(decision.Status, decision.Reason ?? "");
        }

        if (refusal is { } no)
        {
            logger.Refused(RemoteOf(context), name, no.Status, no.Reason);
            await RefuseAsync(context.Response, no);
            return;
        }

        await using var stream = await AcceptAsync(context);
        await sockets.ServeAsync(new StreamDuplexPipe(stream), new()
        {
            Remote = RemoteOf(context),
            Listener = name,
            Kind = "ws",
            Secure = request.IsHttps,
            Principal = principal,
            Abort = context.Abort,
        });
    }

    private static System.Net.IPEndPoint? RemoteOf(HttpContext context) =>
        context.Connection.RemoteIpAddress is { } address ? new(address, context.Connection.RemotePort) : null;

    private static WebSocketRefusal? Judge(HttpContext context)
    {
        var headers = context.Request.Headers;
        var overHttp2 = IsExtendedConnect(context);
        if (!overHttp2 && (context.Features.Get<IHttpUpgradeFeature>() is not { IsUpgradableRequest: true } ||
            context.Request.Method != HttpMethods.Get || !HttpProtocol.IsHttp11(context.Request.Protocol) ||
            !headers.GetCommaSeparatedValues("Upgrade").Contains("websocket", StringComparer.OrdinalIgnoreCase)))
        {
            return new(426, "This is an MQTT endpoint: upgrade to a WebSocket, version 13.");
        }

        if (headers.SecWebSocketVersion != "13")
        {
            return new(426, "This is an MQTT endpoint: upgrade to a WebSocket, version 13.");
        }

        // Over HTTP/2 there is no key (RFC 8441 section 5).
        if (!overHttp2 && (headers.SecWebSocketKey.Count != 1 || !WebSocketHandshake.IsKey(headers.SecWebSocketKey[0])))
        {
            return new(400, "Sec-WebSocket-Key must be 16 bytes in base64.");
        }

        return headers.GetCommaSeparatedValues("Sec-WebSocket-Protocol").Contains(WebSocketHandshake.Subprotocol, StringComparer.Ordinal)
            ? null
            : new(400, "The subprotocol must be mqtt.");
    }

    private static bool IsExtendedConnect(HttpContext context) =>
        context.Features.Get<IHttpExtendedConnectFeature>() is { IsExtendedConnect: true, Protocol: "websocket" };

    private static async ValueTask<Stream> AcceptAsync(HttpContext context)
    {
        // A socket outlives every limit on a request's body.
        context.Features.Get<IHttpMaxRequestBodySizeFeature>()?.MaxRequestBodySize = null;
        var headers = context.Response.Headers;
        headers.SecWebSocketProtocol = WebSocketHandshake.Subprotocol;
        if (IsExtendedConnect(context))
        {
            return await context.Features.GetRequiredFeature<IHttpExtendedConnectFeature>().AcceptAsync();
        }

        headers.Upgrade = "websocket";
        headers.Connection = "Upgrade";
        headers.SecWebSocketAccept = WebSocketHandshake.AcceptKey(context.Request.Headers.SecWebSocketKey[0]!);
        return await context.Features.GetRequiredFeature<IHttpUpgradeFeature>().UpgradeAsync();
    }

    private static Task RefuseAsync(HttpResponse response, WebSocketRefusal refusal)
    {
        response.StatusCode = refusal.Status;
        response.Headers.CacheControl = "no-store";
        response.Headers.XContentTypeOptions = "nosniff";
        if (refusal.Status == StatusCodes.Status426UpgradeRequired && HttpProtocol.IsHttp11(response.HttpContext.Request.Protocol))
        {
            response.Headers.Upgrade = "websocket";
            response.Headers.SecWebSocketVersion = "13";
        }

        response.ContentType = "text/plain; charset=utf-8";
        return response.WriteAsync(refusal.Reason + "\n");
    }

    private sealed class StreamDuplexPipe(Stream stream) : IDuplexPipe
    {
        public PipeReader Input { get; } = PipeReader.Create(stream, new(leaveOpen: true, useZeroByteReads: true));

        public PipeWriter Output { get; } = PipeWriter.Create(stream, new(leaveOpen: true));
    }
}
