using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;

namespace Bridge.E2E.Tests.Harness;

/// <summary>The relay's REST interface, as a script would use it.</summary>
internal sealed class RelayApi : IDisposable
{
    private readonly HttpClient _http;

    public RelayApi(Uri console, string? token = RelayProcess.AdminToken)
    {
        _http = new HttpClient { BaseAddress = console, Timeout = Until.Limit };
        if (token is not null)
        {
            _http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        }
    }

    public HttpClient Http => _http;

    public async Task<JsonElement> TicketAsync(string room = "main") =>
        await ReadAsync(await _http.PostAsync($"/api/rooms/{room}/tickets", null));

    public async Task<string> PairUrlAsync(string room = "main") => (await TicketAsync(room)).GetProperty("url").GetString()!;

    public async Task<string> ConsoleUrlAsync() => (await ReadAsync(await _http.PostAsync("/api/launches", null))).GetProperty("url").GetString()!;

    public async Task<List<JsonElement>> DevicesAsync(string room = "main") =>
        [.. (await _http.GetFromJsonAsync<JsonElement>($"/api/rooms/{room}/devices")).EnumerateArray()];

    /// <summary>Waits until a room has that many devices with that presence.</summary>
    public Task<List<JsonElement>> DevicesAsync(int count, string presence, string room = "main") =>
        Until.Async($"{count} devices of {room} are {presence}", async () =>
            await DevicesAsync(room) is var all && all.Where(device => device.GetProperty("presence").GetString() == presence).ToList() is var found && found.Count == count ? found : null);

    public async Task<JsonElement> CommandAsync(string device, string command, object args, int? timeoutMs = null, string room = "main") =>
        await ReadAsync(await _http.PostAsJsonAsync($"/api/rooms/{room}/commands", new { device, command, args, timeoutMs }));

    /// <summary>Evaluates on one device: its reply, or the failure in words.</summary>
    public async Task<JsonElement> EvalAsync(string device, string code, int? timeoutMs = null)
    {
        var outcome = (await CommandAsync(device, "eval", new { code }, timeoutMs)).EnumerateArray().Single();
        return outcome.TryGetProperty("reply", out var reply) ? reply : outcome.GetProperty("failure");
    }

    /// <summary>The room's messages as they come, until the loop is left: a stream that ends by itself is a failure.</summary>
    public async IAsyncEnumerable<JsonElement> StreamAsync(string room = "main", string? since = null)
    {
        using var limit = new CancellationTokenSource(Until.Limit);
        await using var body = await _http.GetStreamAsync($"/api/rooms/{room}/stream" + (since is null ? "" : $"?since={since}"), limit.Token);
        using var reader = new StreamReader(body);
        while (await reader.ReadLineAsync(limit.Token) is { } line)
        {
            yield return JsonElement.Parse(line);
        }

        throw new InvalidOperationException("The stream ended before what was waited for.");
    }

    /// <summary>The log entries of a room as they come, history included; each once, by its number, since a page that gets no answer in time sends again.</summary>
    public async IAsyncEnumerable<JsonElement> LogAsync(string room = "main", string? since = null)
    {
        var seen = new HashSet<(string? Topic, string? Page, long Seq)>();
        await foreach (var message in StreamAsync(room, since))
        {
            if (message.TryGetProperty("topic", out var topic) && topic.GetString()!.EndsWith("/up/log", StringComparison.Ordinal))
            {
                var batch = message.GetProperty("payload");
                var seq = batch.GetProperty("seq").GetInt64();
                foreach (var item in batch.GetProperty("items").EnumerateArray())
                {
                    if (seen.Add((topic.GetString(), batch.GetProperty("page").GetString(), seq++)))
                    {
                        yield return item;
                    }
                }
            }
        }
    }

    public void Dispose() => _http.Dispose();

    private static async Task<JsonElement> ReadAsync(HttpResponseMessage response)
    {
        var text = await response.Content.ReadAsStringAsync();
        return response.IsSuccessStatusCode
            ? JsonElement.Parse(text)
            : throw new HttpRequestException($"{(int)response.StatusCode}: {text}", null, response.StatusCode);
    }
}
