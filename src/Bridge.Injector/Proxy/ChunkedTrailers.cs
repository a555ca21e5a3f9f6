using System.Globalization;
using System.Text;
using Bridge.Injector.Pages;
using Microsoft.AspNetCore.Http;

namespace Bridge.Injector.Proxy;

/// <summary>
/// Trailers to a phone that speaks HTTP/1.1. The server writes none there, but leaves the chunks to who says that it writes them itself.
/// <code>
/// chunk   = chunk-size CRLF chunk-data CRLF           last = "0" CRLF *( field-line CRLF ) CRLF      (RFC 9112, 7.1)
/// </code>
/// </summary>
internal sealed class ChunkedTrailers
{
    private static readonly byte[] LineEnd = "\r\n"u8.ToArray();

    private readonly HttpResponse _response;

    private ChunkedTrailers(HttpResponse response) => _response = response;

    /// <summary>For a response whose upstream announces trailers, before its head goes out; null where the server takes care, or nothing is announced.</summary>
    public static ChunkedTrailers? For(HttpResponseMessage message, HttpResponse response)
    {
        var request = response.HttpContext.Request;
        var may = message.Headers.Trailer.Count > 0 && message.Content.Headers.ContentLength is null && HttpProtocol.IsHttp11(request.Protocol)
            && !HttpMethods.IsHead(request.Method) && PageRequest.Classify(request) == PageRequestKind.NotPage;
        if (!may)
        {
            return null;
        }

        response.Headers.TransferEncoding = "chunked";
        return new ChunkedTrailers(response);
    }

    public async ValueTask WriteAsync(ReadOnlyMemory<byte> piece, CancellationToken cancellation)
    {
        await _response.Body.WriteAsync(Encoding.ASCII.GetBytes(piece.Length.ToString("x", CultureInfo.InvariantCulture) + "\r\n"), cancellation);
        await _response.Body.WriteAsync(piece, cancellation);
        await _response.Body.WriteAsync(LineEnd, cancellation);
    }

    public async ValueTask CompleteAsync(HttpResponseMessage message, CancellationToken cancellation)
    {
        var last = new StringBuilder("0\r\n");
        foreach (var (name, values) in message.TrailingHeaders.NonValidated)
        {
            foreach (var value in values.Where(value => !value.AsSpan().ContainsAny('\r', '\n')))
            {
                last.Append(name).Append(": ").Append(value).Append("\r\n");
            }
        }

        await _response.Body.WriteAsync(Encoding.Latin1.GetBytes(last.Append("\r\n").ToString()), cancellation);
    }
}
