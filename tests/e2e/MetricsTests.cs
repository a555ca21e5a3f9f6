using System.Net;
using System.Text.RegularExpressions;
using Bridge.E2E.Tests.Harness;

namespace Bridge.E2E.Tests;

/// <summary><c>/metrics</c>, read as Prometheus reads it.</summary>
[Collection(BrowserCollection.Name)]
public sealed partial class MetricsTests(Chromium chromium) : PairedPhoneTest(chromium)
{
    [Fact]
    public async Task Scrape_WithTheToken_CountsWhatThePhoneDoes()
    {
        using var api = new RelayApi(Relay.Console);
        var first = await ScrapeAsync(api); // counting begins here
        Assert.True(Value(first, "mqtt_broker_connections") >= 1, first);

        await Phone.Page.EvaluateAsync("console.log('to be counted')");

        await Until.Async("the journal's items are counted", async () => Value(await ScrapeAsync(api), "bridge_journal_items_total") >= 1 ? "counted" : null);
    }

    [Fact]
    public async Task Scrape_WithoutTheToken_IsRefused()
    {
        using var stranger = new RelayApi(Relay.Console, token: null);
        using var answer = await stranger.Http.GetAsync("/metrics");
        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
    }

    private static async Task<string> ScrapeAsync(RelayApi api)
    {
        using var answer = await api.Http.GetAsync("/metrics");
        Assert.Equal("text/plain", answer.Content.Headers.ContentType?.MediaType);
        return await answer.Content.ReadAsStringAsync();
    }

    /// <summary>The sum over a metric's label sets; -1 where the text has none.</summary>
    private static double Value(string text, string metric)
    {
        var values = Sample().Matches(text).Where(match => match.Groups["name"].Value == metric).Select(match => double.Parse(match.Groups["value"].Value)).ToList();
        return values.Count > 0 ? values.Sum() : -1;
    }

    [GeneratedRegex(@"^(?<name>[a-z_]+)(?:\{.*\})? (?<value>[0-9.]+)(?: [0-9]+)?$", RegexOptions.Multiline)]
    private static partial Regex Sample();
}
