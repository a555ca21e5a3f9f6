using Microsoft.AspNetCore.Http;

namespace Bridge.Injector.Pages;

/// <summary>Tells navigations from all other requests, by what a browser says about its request.</summary>
internal static class PageRequest
{
    // What libraries that fetch parts of pages send along: htmx, jQuery and its kin, Turbo, Unpoly, PJAX.
    private static readonly string[] FragmentHeaders = ["HX-Request", "X-Requested-With", "Turbo-Frame", "X-Up-Version", "X-PJAX"];

    /// <summary>
    /// Sec-Fetch-Dest decides where it is sent: on https and localhost. Plain http on a LAN address has no such header; there
    /// a navigation shows by Upgrade-Insecure-Requests, and without that a request for text/html is only perhaps one.
    /// </summary>
    public static PageRequestKind Classify(HttpRequest request)
    {
        if (!HttpMethods.IsGet(request.Method) && !HttpMethods.IsPost(request.Method) && !HttpMethods.IsHead(request.Method))
        {
            return PageRequestKind.NotPage;
        }

        var headers = request.Headers;
        if (headers.Upgrade.Count > 0)
        {
            return PageRequestKind.NotPage;
        }

        var destination = headers["Sec-Fetch-Dest"].ToString();
        if (destination.Length > 0)
        {
            return destination switch
            {
                "document" or "iframe" or "frame" or "fencedframe" or "object" or "embed" => PageRequestKind.Page,
                "empty" or "prefetch" when IsPrefetch(headers) => PageRequestKind.Perhaps,
                _ => PageRequestKind.NotPage,
            };
        }

        if (Array.Exists(FragmentHeaders, headers.ContainsKey))
        {
            return PageRequestKind.NotPage;
        }

        if (headers.UpgradeInsecureRequests == "1")
        {
            return PageRequestKind.Page;
        }

        return headers.Accept.ToString().Contains("text/html", StringComparison.OrdinalIgnoreCase) ? PageRequestKind.Perhaps : PageRequestKind.NotPage;
    }

    // A page that is fetched ahead is later shown from the cache.
    private static bool IsPrefetch(IHeaderDictionary headers) =>
        headers["Sec-Purpose"].ToString().Contains("prefetch", StringComparison.Ordinal) || headers["Purpose"] == "prefetch";
}
