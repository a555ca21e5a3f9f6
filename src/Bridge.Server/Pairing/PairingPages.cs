using System.Net;
using System.Text;
using Bridge.Server.Relay;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace Bridge.Server.Pairing;

/// <summary>Sends the pages of ours that a phone sees.</summary>
internal sealed class PairingPages(RelayIdentity relay)
{
    /// <summary>What an unpaired visitor gets of every address: a page where a person looks, a line of text elsewhere. Nothing of the site.</summary>
    public Task SendUnpairedAsync(HttpContext context)
    {
        var wantsPage = HttpMethods.IsGet(context.Request.Method)
            && context.Request.Headers.Accept.ToString().Contains("text/html", StringComparison.OrdinalIgnoreCase);
        return wantsPage
            ? SendAsync(context, "pair.html", StatusCodes.Status401Unauthorized)
            : SendTextAsync(context, StatusCodes.Status401Unauthorized, "Not paired. Open this address in a browser and scan the relay's QR code.\n");
    }

    /// <summary>Sends a page, with the relay's name and other facts put in as text.</summary>
    public Task SendAsync(
        HttpContext context, string name, int status = StatusCodes.Status200OK, IReadOnlyList<(string Name, string Value)>? facts = null, string? policy = null)
    {
        var html = Put(PairingAssets.GetText(name), "relay", relay.Name);
        foreach (var (fact, value) in facts ?? [])
        {
            html = Put(html, fact, value);
        }

        policy ??= name is "home.html" ? PairingAssets.HomePolicy : PairingAssets.ContentSecurityPolicy;
        return WriteAsync(context, status, "text/html; charset=utf-8", Encoding.UTF8.GetBytes(html), policy);
    }

    public static Task SendAssetAsync(HttpContext context, string name, string contentType) =>
        WriteAsync(context, StatusCodes.Status200OK, contentType, PairingAssets.Get(name));

    public static Task SendTextAsync(HttpContext context, int status, string text) =>
        WriteAsync(context, status, "text/plain; charset=utf-8", Encoding.UTF8.GetBytes(text));

    private static string Put(string html, string fact, string value) => html.Replace("{{" + fact + "}}", WebUtility.HtmlEncode(value), StringComparison.Ordinal);

    private static async Task WriteAsync(HttpContext context, int status, string contentType, byte[] body, string policy = PairingAssets.ContentSecurityPolicy)
    {
        var response = context.Response;
        response.StatusCode = status;
        response.ContentType = contentType;
        response.ContentLength = body.Length;
        response.Headers[HeaderNames.CacheControl] = "no-store";
        response.Headers[HeaderNames.ContentSecurityPolicy] = policy;
        response.Headers[HeaderNames.XContentTypeOptions] = "nosniff";
        response.Headers["Referrer-Policy"] = "no-referrer";
        if (!HttpMethods.IsHead(context.Request.Method))
        {
            await response.Body.WriteAsync(body, context.RequestAborted);
        }
    }
}
