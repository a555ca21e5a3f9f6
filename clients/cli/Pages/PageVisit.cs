using System.Net;
using System.Net.Security;

namespace Bridge.Cli.Pages;

/// <summary>Asks for a page as a phone's browser does, through the relay: with the codings that the relay can decode.</summary>
internal static class PageVisit
{
    private const int MostRedirects = 10; // a browser's limit is 20; a page that needs half of that is no page

    /// <summary>The response with its head read; where it was redirected to is its request's address.</summary>
    /// <exception cref="HttpRequestException">It could not be reached.</exception>
    public static async Task<HttpResponseMessage> GetAsync(HttpClient client, Uri url, CancellationToken cancellation)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, url);
        request.Headers.Accept.ParseAdd("text/html,application/xhtml+xml,*/*;q=0.8");
        request.Headers.AcceptEncoding.ParseAdd("gzip, br, deflate");
        request.Headers.UserAgent.ParseAdd("Mozilla/5.0 (compatible; bridge doctor)");
        request.Headers.Add("Sec-Fetch-Dest", "document");
        request.Headers.Add("Sec-Fetch-Mode", "navigate");
        return await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellation);
    }

    /// <summary>A client that goes straight to the server, keeps the body as it is coded, and believes this machine's own certificates.</summary>
    public static HttpClient NewClient(Uri url) => new(new SocketsHttpHandler
    {
        AutomaticDecompression = DecompressionMethods.None,
        MaxAutomaticRedirections = MostRedirects,
        UseProxy = false,
        SslOptions = new SslClientAuthenticationOptions
        {
            // As the relay's own proxy does: a dev server's certificate on this machine is self-signed.
            RemoteCertificateValidationCallback = (_, _, _, errors) => errors == SslPolicyErrors.None || url.IsLoopback,
        },
    })
    {
        Timeout = Timeout.InfiniteTimeSpan, // the command's own
    };
}
