using System.Net.Http.Json;

namespace Bridge.E2E.Tests.Harness;

/// <summary>A phone without a browser: paired, with the cookie that it got.</summary>
internal static class PairedClient
{
    public static async Task<HttpClient> NewAsync(RelayProcess relay)
    {
        var client = new HttpClient { BaseAddress = relay.Device, DefaultRequestHeaders = { { "Accept", "text/html" } } };
        using var claim = await client.PostAsJsonAsync("/_bridge/pair/claim", new { ticket = new Uri(relay.PairUrl).Fragment[1..] });
        claim.EnsureSuccessStatusCode();
        return client;
    }
}
