using System.Collections.Concurrent;
using Microsoft.AspNetCore.Http;

namespace Bridge.Injector.Pages;

/// <summary>
/// Which scripts are service workers, by their own requests: what such a script fetches ahead it later shows as pages, and so whole
/// documents among it get the script too.
/// </summary>
internal sealed class ServiceWorkers
{
    private const int MostScripts = 100;

    private readonly ConcurrentDictionary<string, byte> _scripts = new(StringComparer.Ordinal);

    /// <summary>Notes the request of a service worker's script (Service Workers, "update": <c>Service-Worker: script</c>).</summary>
    public void Note(HttpRequest request)
    {
        if (request.Headers["Service-Worker"] == "script" && _scripts.Count < MostScripts)
        {
            _scripts.TryAdd(request.Path + request.QueryString, 0);
        }
    }

    /// <summary>Whether a service worker fetches: its script is the referrer.</summary>
    public bool Fetches(HttpRequest request) =>
        !_scripts.IsEmpty
        && request.Headers["Sec-Fetch-Dest"] == "empty"
        && Uri.TryCreate(request.Headers.Referer, UriKind.Absolute, out var referrer)
        && _scripts.ContainsKey(referrer.PathAndQuery);
}
