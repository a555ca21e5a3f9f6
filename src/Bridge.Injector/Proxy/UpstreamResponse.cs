using System.Buffers;
using Bridge.Injector.Pages;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Net.Http.Headers;

namespace Bridge.Injector.Proxy;

/// <summary>Makes the response to the phone out of the upstream's.</summary>
internal static class UpstreamResponse
{
    private const int PieceSize = 64 * 1024;

    private static readonly HashSet<string> WithOrigin = new(StringComparer.OrdinalIgnoreCase)
        { HeaderNames.Location, "Content-Location", "Link", "Refresh", HeaderNames.AccessControlAllowOrigin };

    public static void CopyHead(HttpResponseMessage message, HttpResponse response, OriginMap origins)
    {
        response.StatusCode = (int)message.StatusCode;
        response.HttpContext.Features.GetRequiredFeature<IHttpResponseFeature>().ReasonPhrase = message.ReasonPhrase;
        message.Headers.NonValidated.TryGetValues(HeaderNames.Connection, out var connection);
        var listed = HopByHop.Listed(connection);
        foreach (var (name, values) in message.Headers.NonValidated.Concat(message.Content.Headers.NonValidated))
        {
            if (!HopByHop.Has(name, listed) && !origins.IsOfTheHostAlone(name))
            {
                // A cookie of the relay's name would take its device's place.
                var kept = name.Equals(HeaderNames.SetCookie, StringComparison.OrdinalIgnoreCase) ? values.Where(value => !CookieFilter.IsOwn(value)) : values;
                response.Headers[name] = kept.Select(value => Outward(name, value, origins)).ToArray();
            }
        }
    }

    /// <summary>Copies the body, a piece at a time: what has come goes out before more is awaited, and no more is read than the phone takes.</summary>
    public static async Task CopyBodyAsync(HttpResponseMessage message, HttpResponse response, CancellationToken cancellation)
    {
        await using var body = await message.Content.ReadAsStreamAsync(cancellation);
        var chunks = ChunkedTrailers.For(message, response);
        var buffer = ArrayPool<byte>.Shared.Rent(PieceSize);
        try
        {
            while (true)
            {
                var reading = body.ReadAsync(buffer.AsMemory(), cancellation);
                if (!reading.IsCompleted && !response.HasStarted && !IsCodedPage(response))
                {
                    await response.StartAsync(cancellation);
                    await response.Body.FlushAsync(cancellation);
                }

                var size = await reading;
                if (size == 0)
                {
                    break;
                }

                await (chunks?.WriteAsync(buffer.AsMemory(0, size), cancellation) ?? response.Body.WriteAsync(buffer.AsMemory(0, size), cancellation));
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }

        if (chunks is not null)
        {
            await chunks.CompleteAsync(message, cancellation);
        }

        CopyTrailers(message, response);
    }

    // Its head waits for the first bytes: a page that inflates too much keeps its coding.
    private static bool IsCodedPage(HttpResponse response) =>
        ContentCoding.Normalize(response.Headers.ContentEncoding).Length > 0 && InjectionDecision.For(response).Inject;

    private static void CopyTrailers(HttpResponseMessage message, HttpResponse response)
    {
        if (!response.SupportsTrailers())
        {
            return;
        }

        foreach (var (name, values) in message.TrailingHeaders.NonValidated)
        {
            response.AppendTrailer(name, values.ToArray());
        }
    }

    private static string Outward(string name, string value, OriginMap origins) =>
        WithOrigin.Contains(name) ? origins.Outward(value)
        : name.Equals(HeaderNames.SetCookie, StringComparison.OrdinalIgnoreCase) ? origins.Cookie(value)
        : name.StartsWith(HeaderNames.ContentSecurityPolicy, StringComparison.OrdinalIgnoreCase) ? origins.Policy(value)
        : value;
}
