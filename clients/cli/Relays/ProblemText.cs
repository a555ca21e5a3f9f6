using System.Net.Http.Json;
using System.Text.Json;

namespace Bridge.Cli.Relays;

/// <summary>Why a request was refused, from a problem document (RFC 9457).</summary>
internal static class ProblemText
{
    /// <summary>The document's detail, else its title; null where the answer is no such document.</summary>
    public static async Task<string?> ReadAsync(HttpResponseMessage response, CancellationToken cancellation)
    {
        if (response.Content.Headers.ContentType?.MediaType is not ("application/problem+json" or "application/json"))
        {
            return null;
        }

        try
        {
            var problem = await response.Content.ReadFromJsonAsync<JsonElement>(cancellation);
            return Member(problem, "detail") ?? Member(problem, "title");
        }
        catch (Exception e) when (e is JsonException or IOException or HttpRequestException)
        {
            return null; // the status code says enough, and has come whole
        }
    }

    private static string? Member(JsonElement problem, string name) =>
        problem.ValueKind == JsonValueKind.Object && problem.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String
            ? value.GetString()!.TrimEnd('.')
            : null;
}
