using System.Net.Security;
using System.Net.Sockets;
using System.Text;
using Bridge.Injector.Pages;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core.Features;
using Microsoft.Extensions.Logging;

namespace Bridge.Injector.Proxy;

/// <summary>
/// Shows one dev server to phones.
/// <code>
/// 1 target:   the path as written, at the one upstream     4 head:    status and fields, without those of the connection
/// 2 request:  fields without those of the connection,      5 body:    streamed down, with trailers; or bytes both ways after 101
///             of the relay and of the phone's way here     6 trouble: a page that says so and comes back by itself
/// 3 body:     streamed up, as the upstream takes it
/// </code>
/// </summary>
public sealed class DevProxy : IDisposable
{
    private readonly DevProxyOptions _options;
    private readonly Uri _upstream;
    private readonly ILogger<DevProxy> _logger;
    private readonly HttpMessageInvoker _client;
    private volatile bool _socketsByConnect;

    /// <exception cref="ArgumentException">The upstream isn't http or https.</exception>
    public DevProxy(DevProxyOptions options, ILogger<DevProxy> logger)
    {
        (_options, _logger) = (options, logger);
        _upstream = options.Upstream is { IsAbsoluteUri: true, Scheme: "http" or "https" } upstream
            ? upstream
            : throw new ArgumentException($"The upstream is an address such as http://localhost:5173, not \"{options.Upstream}\".", nameof(options));
        _client = new HttpMessageInvoker(Handler(options, _upstream));
    }

    /// <summary>Answers a request with what the upstream answers.</summary>
    public async Task ForwardAsync(HttpContext context)
    {
        // 1
        if (!UpstreamTarget.TryCreate(_upstream, context, out var target))
        {
            context.Response.StatusCode = StatusCodes.Status400BadRequest;
            return;
        }

        var isUpgrade = UpgradeTunnel.IsAskedFor(context);
        if (HttpMethods.IsConnect(context.Request.Method) && !isUpgrade)
        {
            context.Response.StatusCode = StatusCodes.Status405MethodNotAllowed;
            return;
        }

        Unlimit(context.Features);

        // 2
        var origins = new OriginMap(_upstream, context.Request, _options.RewriteOrigin);
        HttpRequestMessage Create()
        {
            var request = UpstreamRequest.Create(context, target, origins, _options.Http2);
            context.Response.RegisterForDispose(request); // Not before its response has been passed on.
            return request;
        }

        // 3
        using var response = isUpgrade ? await ShakeHandsAsync(context, Create) : await SendAsync(context, Create());
        if (response is null)
        {
            return;
        }

        // 4
        if (_options.RewriteLinks)
        {
            context.Features.Set(new PageLinks(origins.Link));
        }

        UpstreamResponse.CopyHead(response, context.Response, origins);
        await PassAsync(context, response, isUpgrade);
    }

    /// <inheritdoc/>
    public void Dispose() => _client.Dispose();

    // How long a body may be, and how long it may pause, is the upstream's and the page's to say: nothing of it is kept here.
    private static void Unlimit(IFeatureCollection features)
    {
        if (features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size)
        {
            size.MaxRequestBodySize = null;
        }

        if (features.Get<IHttpMinRequestBodyDataRateFeature>() is { } up)
        {
            up.MinDataRate = null;
        }

        if (features.Get<IHttpMinResponseDataRateFeature>() is { } down)
        {
            down.MinDataRate = null;
        }
    }

    private static SocketsHttpHandler Handler(DevProxyOptions options, Uri upstream) => new()
    {
        AllowAutoRedirect = false,
        AutomaticDecompression = System.Net.DecompressionMethods.None,
        ActivityHeadersPropagator = null,
        ConnectTimeout = options.ConnectTimeout,
        EnableMultipleHttp2Connections = true,
        UseCookies = false,
        UseProxy = false,

        // Bytes as they came: what is not ASCII in a field is nobody's business here.
        RequestHeaderEncodingSelector = static (_, _) => Encoding.Latin1,
        ResponseHeaderEncodingSelector = static (_, _) => Encoding.Latin1,

        // A dev server's certificate on this machine is self-signed, and nobody is in between.
        SslOptions = new SslClientAuthenticationOptions
        {
            RemoteCertificateValidationCallback = (_, _, _, errors) => errors == SslPolicyErrors.None || upstream.IsLoopback,
        },
    };

    // Over HTTP/1.1, as most servers want it. One on https that speaks HTTP/2 alone refuses that in its TLS, and is remembered.
    private async Task<HttpResponseMessage?> ShakeHandsAsync(HttpContext context, Func<HttpRequestMessage> create)
    {
        if (!_options.Http2 && !_socketsByConnect)
        {
            try
            {
                return await SendAsync(context, UpgradeTunnel.Prepare(create(), http2: false), mayNeedHttp2: _upstream.Scheme == Uri.UriSchemeHttps);
            }
            catch (HttpRequestException e) when (NeedsHttp2(e))
            {
                // Asked once more, below: nothing of a handshake has happened yet.
            }
        }

        var response = await SendAsync(context, UpgradeTunnel.Prepare(create(), http2: true));
        _socketsByConnect |= response is not null && UpgradeTunnel.IsOpen(response);
        return response;
    }

    /// <returns>Null where the request has been answered without the upstream.</returns>
    /// <exception cref="HttpRequestException">HTTP/1.1 was refused by an upstream that <paramref name="mayNeedHttp2"/>.</exception>
    private async Task<HttpResponseMessage?> SendAsync(HttpContext context, HttpRequestMessage request, bool mayNeedHttp2 = false)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted);
        if (HttpMethods.IsGet(context.Request.Method) && PageRequest.Classify(context.Request) != PageRequestKind.NotPage)
        {
            patience.CancelAfter(_options.SlowAfter);
        }

        // 6
        try
        {
            return await _client.SendAsync(request, patience.Token);
        }
        catch (OperationCanceledException) when (!context.RequestAborted.IsCancellationRequested)
        {
            _logger.UpstreamSlow(context.Request.Path, _options.SlowAfter.TotalSeconds);
            await UpstreamTrouble.AnswerAsync(context, StatusCodes.Status504GatewayTimeout, _upstream, $"has not answered for {_options.SlowAfter.TotalSeconds:0.#} s");
        }
        catch (HttpRequestException e) when (mayNeedHttp2 && NeedsHttp2(e))
        {
            throw;
        }
        catch (HttpRequestException e) when (e.GetBaseException() is BadHttpRequestException bad)
        {
            context.Response.StatusCode = bad.StatusCode;
        }
        catch (HttpRequestException e)
        {
            var what = e.InnerException is SocketException { SocketErrorCode: SocketError.ConnectionRefused } ? "is not running" : $"can't be reached ({e.HttpRequestError})";
            _logger.UpstreamAway(context.Request.Path, what, e.Message);
            await UpstreamTrouble.AnswerAsync(context, StatusCodes.Status502BadGateway, _upstream, what);
        }

        return null;
    }

    // Refused in the TLS, or hung up on right after it.
    private static bool NeedsHttp2(HttpRequestException e) =>
        e.HttpRequestError is HttpRequestError.SecureConnectionError or HttpRequestError.VersionNegotiationError or HttpRequestError.ResponseEnded;

    // 5
    private async Task PassAsync(HttpContext context, HttpResponseMessage response, bool isUpgrade)
    {
        try
        {
            await (isUpgrade && UpgradeTunnel.IsOpen(response)
                ? UpgradeTunnel.RunAsync(context, response)
                : UpstreamResponse.CopyBodyAsync(response, context.Response, context.RequestAborted));
        }
        catch (Exception e) when (e is HttpRequestException or IOException && !context.RequestAborted.IsCancellationRequested)
        {
            // The upstream broke off. The phone must not take what it got for the whole.
            _logger.UpstreamBrokeOff(context.Request.Path, e.Message);
            context.Abort();
        }
    }
}
