using Bridge.Injector;
using Bridge.Injector.Diagnosis;

namespace Bridge.Cli.Pages;

/// <summary>Explains one response in words: what came, with which policies, and what the relay would do with it.</summary>
internal static class PageDoctor
{
    /// <summary>Stands for the address at which phones see the page: which policies need an addition depends on it.</summary>
    private static readonly Uri Relay = new("http://relay:5080");

    private static readonly string[] PolicyHeaders = ["Content-Security-Policy", "Content-Security-Policy-Report-Only"];

    /// <param name="asked">The address that was asked for.</param>
    /// <param name="response">What came of it.</param>
    /// <param name="cancellation">Ends the reading.</param>
    public static async Task<PageReport> ExamineAsync(Uri asked, HttpResponseMessage response, CancellationToken cancellation)
    {
        var at = response.RequestMessage?.RequestUri ?? asked;
        var policies = Policies(response);
        var diagnosis = await DiagnoseAsync(response, new Uri(Relay, at.PathAndQuery), cancellation);
        var lines = new List<string>();
        if (at != asked)
        {
            lines.Add($"redirected to: {at}");
        }

        lines.Add(diagnosis.Lines[0]);
        lines.AddRange(policies.Select(policy => $"came with {policy}"));
        lines.AddRange(diagnosis.Lines.Skip(1));
        if (diagnosis.Lines.Any(line => line.Contains(Relay.Authority, StringComparison.Ordinal)))
        {
            lines.Add($"({Relay.Authority} stands for the address that your phones have of the relay)");
        }

        var head = response.Content.Headers;
        return new PageReport(
            at.AbsoluteUri,
            (int)response.StatusCode,
            head.ContentType?.ToString(),
            head.ContentEncoding.Count > 0 ? string.Join(", ", head.ContentEncoding) : null,
            policies,
            diagnosis.Injected,
            lines);
    }

    private static async Task<PageDiagnosis> DiagnoseAsync(HttpResponseMessage response, Uri page, CancellationToken cancellation)
    {
        try
        {
            return await PageDiagnosis.OfAsync(response, page, new InjectionOptions(), cancellation);
        }
        catch (InvalidDataException)
        {
            return new PageDiagnosis(
                false,
                [
                    $"came: {(int)response.StatusCode} {response.ReasonPhrase}, {response.Content.Headers.ContentType}",
                    $"not injected: its Content-Encoding is {string.Join(", ", response.Content.Headers.ContentEncoding)}, but its body is not in that coding",
                ]);
        }
    }

    private static List<string> Policies(HttpResponseMessage response) =>
        [.. PolicyHeaders.SelectMany(name => response.Headers.NonValidated.TryGetValues(name, out var values) ? values.Select(value => $"{name}: {value}") : [])];
}
