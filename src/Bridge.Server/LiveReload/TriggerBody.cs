using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Primitives;

namespace Bridge.Server.LiveReload;

/// <summary>
/// The files of a <c>/changed</c>, in every form in which build plug-ins and editors are seen to send them: <c>?files=a.css,b.css</c>, a form with
/// the same field, JSON with a list or a string, also where a plain curl calls it a form.
/// </summary>
internal static class TriggerBody
{
    private static readonly char[] Separators = [',', ' ', '\t', '\r', '\n'];

    /// <exception cref="BadHttpRequestException">It is neither JSON nor a form.</exception>
    public static async Task<IReadOnlyList<string>> FilesAsync(HttpRequest request, CancellationToken cancellation)
    {
        var files = Split(request.Query["files"]);
        if (!HttpMethods.IsPost(request.Method))
        {
            return files;
        }

        using var reader = new StreamReader(request.Body);
        var body = (await reader.ReadToEndAsync(cancellation)).Trim();
        return [.. files, .. body.StartsWith('{') ? OfJson(body) : Split(QueryHelpers.ParseQuery(body).GetValueOrDefault("files"))];
    }

    private static IEnumerable<string> OfJson(string body)
    {
        try
        {
            using var json = JsonDocument.Parse(body);
            return !json.RootElement.TryGetProperty("files", out var files) ? []
                : files.ValueKind == JsonValueKind.Array ? [.. files.EnumerateArray().Where(file => file.ValueKind == JsonValueKind.String).Select(file => file.GetString()!)]
                : files.ValueKind == JsonValueKind.String ? Split(files.GetString())
                : [];
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // The latter for half of a surrogate pair, which JSON can escape and no file's name has.
            throw new BadHttpRequestException("The body is neither JSON nor a form, or has half of a character in it.", e);
        }
    }

    private static IReadOnlyList<string> Split(StringValues values) =>
        [.. values.SelectMany(value => (value ?? "").Split(Separators, StringSplitOptions.RemoveEmptyEntries))];
}
