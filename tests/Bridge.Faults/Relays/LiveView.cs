using System.Net.Http.Headers;

namespace Bridge.Faults.Relays;

/// <summary>What a console sees from now on: the room's stream, counted.</summary>
internal sealed class LiveView : IDisposable
{
    private readonly HttpClient _client;
    private readonly StreamReader _stream;

    private LiveView(HttpClient client, Stream stream) => (_client, _stream) = (client, new StreamReader(stream));

    public static async Task<LiveView> OpenAsync(RelayProcess relay)
    {
        var client = new HttpClient { BaseAddress = relay.Console, DefaultRequestHeaders = { Authorization = new AuthenticationHeaderValue("Bearer", RelayProcess.Token) } };
        return new LiveView(client, await client.GetStreamAsync("api/rooms/main/stream?since=now"));
    }

    /// <summary>Reads on until so many more feed messages have come.</summary>
    public async Task UntilMoreMessagesAsync(int count)
    {
        using var patience = new CancellationTokenSource(Effort.Patience);
        while (count > 0 && await _stream.ReadLineAsync(patience.Token) is { } line)
        {
            count -= line.Contains("/up/log", StringComparison.Ordinal) ? 1 : 0;
        }

        Assert.Equal(0, count);
    }

    public void Dispose()
    {
        _stream.Dispose();
        _client.Dispose();
    }
}
