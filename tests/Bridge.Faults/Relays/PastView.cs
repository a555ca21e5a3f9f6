using System.Text.Json;

namespace Bridge.Faults.Relays;

/// <summary>What a console sees that wants the room's history first.</summary>
internal sealed class PastView : IDisposable
{
    private readonly HttpClient _client;
    private readonly StreamReader _stream;

    private PastView(HttpClient client, Stream stream) => (_client, _stream) = (client, new StreamReader(stream));

    public static async Task<PastView> OpenAsync(RelayProcess relay)
    {
        var client = relay.ConsoleClient();
        return new PastView(client, await client.GetStreamAsync("api/rooms/main/stream"));
    }

    /// <summary>Reads on to a line that has this property, and gives it; the stream's end is a fault.</summary>
    public async Task<JsonElement> LineWithAsync(string property)
    {
        using var patience = new CancellationTokenSource(Effort.Patience);
        while (await _stream.ReadLineAsync(patience.Token) is { } line)
        {
            var json = JsonElement.Parse(line);
            if (json.TryGetProperty(property, out _))
            {
                return json;
            }
        }

        throw new InvalidOperationException($"The stream ended without \"{property}\".");
    }

    /// <summary>Whether nothing comes any more.</summary>
    public async Task<bool> HasEndedAsync()
    {
        using var patience = new CancellationTokenSource(Effort.Patience);
        return await _stream.ReadLineAsync(patience.Token) is null;
    }

    public void Dispose()
    {
        _stream.Dispose();
        _client.Dispose();
    }
}
