using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Bridge.Contracts;
using Bridge.Contracts.Rooms;

namespace Bridge.Cli.Relays;

/// <summary>The relay's REST interface, as commands use it. Whatever goes wrong on the way becomes a <see cref="CommandFailedException"/>.</summary>
internal sealed class RelayClient : IDisposable
{
    // A reply comes within the timeout that the request names; the relay gets this much longer to say that none came.
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(5);

    private readonly HttpClient _http;

    public RelayClient(RelayAccess access)
    {
        // No proxy: a console listener is on this machine, or reached by a tunnel.
        _http = new HttpClient(new SocketsHttpHandler { UseProxy = false, ConnectTimeout = TimeSpan.FromSeconds(5) })
        {
            BaseAddress = access.Console,
            Timeout = Timeout.InfiniteTimeSpan,
        };
        _http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", access.Token);
    }

    public Task<List<DeviceState>> DevicesAsync(string room, CancellationToken cancellation) =>
        SendAsync(HttpMethod.Get, $"/api/rooms/{room}/devices", null, RelayJson.Default.ListDeviceState, cancellation);

    public Task<Ticket> NewTicketAsync(string room, CancellationToken cancellation) =>
        SendAsync(HttpMethod.Post, $"/api/rooms/{room}/tickets", null, RelayJson.Default.Ticket, cancellation);

    public Task<Authority> AuthorityAsync(CancellationToken cancellation) =>
        SendAsync(HttpMethod.Get, "/api/ca", null, RelayJson.Default.Authority, cancellation);

    public Task<Launch> NewLaunchAsync(CancellationToken cancellation) =>
        SendAsync(HttpMethod.Post, "/api/launches", null, RelayJson.Default.Launch, cancellation);

    /// <summary>Sends a command and waits for every device that it is for.</summary>
    public async Task<List<DeviceOutcome>> CommandAsync(string room, CommandRequest command, CancellationToken cancellation)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limit.CancelAfter(TimeSpan.FromMilliseconds(command.TimeoutMs) + Grace);
        var body = JsonContent.Create(command, RelayJson.Default.CommandRequest);
        try
        {
            return await SendAsync(HttpMethod.Post, $"/api/rooms/{room}/commands", body, RelayJson.Default.ListDeviceOutcome, limit.Token);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            throw new CommandFailedException(ExitCodes.NoDevice, $"The relay at {_http.BaseAddress} took the command and did not say in time what became of it.");
        }
    }

    /// <summary>What happens in a room, from a cursor on; <c>now</c> leaves history out. Ends when the relay ends it.</summary>
    public async IAsyncEnumerable<StreamLine> StreamAsync(string room, string? since, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var query = since is null ? "" : "?since=" + Uri.EscapeDataString(since);
        using var request = new HttpRequestMessage(HttpMethod.Get, $"/api/rooms/{room}/stream{query}");
        using var response = await ExchangeAsync(request, cancellation);
        using var reader = new StreamReader(await response.Content.ReadAsStreamAsync(cancellation));
        while (await ReadLineAsync(reader, cancellation) is { } line)
        {
            if (line.Length > 0 && JsonSerializer.Deserialize(LoneSurrogates.Replace(Encoding.UTF8.GetBytes(line)), RelayJson.Default.StreamLine) is { } parsed)
            {
                yield return parsed;
            }
        }
    }

    public void Dispose() => _http.Dispose();

    private async Task<T> SendAsync<T>(HttpMethod method, string path, HttpContent? body, JsonTypeInfo<T> type, CancellationToken cancellation)
    {
        using var request = new HttpRequestMessage(method, path) { Content = body };
        using var response = await ExchangeAsync(request, cancellation);
        try
        {
            return await response.Content.ReadFromJsonAsync(type, cancellation) ?? throw Unreachable("its answer was empty");
        }
        catch (Exception e) when (e is JsonException or NotSupportedException)
        {
            throw new CommandFailedException(ExitCodes.NoRelay, $"What listens at {_http.BaseAddress} is not a relay, or one of another version.");
        }
        catch (Exception e) when (e is IOException or HttpRequestException)
        {
            throw Unreachable("it went away in the middle of its answer");
        }
    }

    private async Task<HttpResponseMessage> ExchangeAsync(HttpRequestMessage request, CancellationToken cancellation)
    {
        HttpResponseMessage response;
        try
        {
            response = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellation);
        }
        catch (HttpRequestException e)
        {
            throw Unreachable(e.HttpRequestError == HttpRequestError.ConnectionError ? "nothing listens there" : e.Message);
        }

        if (response.IsSuccessStatusCode)
        {
            return response;
        }

        using (response)
        {
            throw await RefusalAsync(response, cancellation);
        }
    }

    private async Task<CommandFailedException> RefusalAsync(HttpResponseMessage response, CancellationToken cancellation)
    {
        if (response.StatusCode is HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden)
        {
            return new(ExitCodes.NoRelay, $"The relay at {_http.BaseAddress} does not accept this token. Check {RelayLocator.TokenVariable}.");
        }

        var reason = await ProblemText.ReadAsync(response, cancellation);
        return response.StatusCode == HttpStatusCode.NotFound
            ? new(ExitCodes.NoDevice, reason ?? "The relay knows no such room or device. 'bridge devices' lists what there is.")
            : new(ExitCodes.Refused, $"The relay refused ({(int)response.StatusCode}): {reason ?? response.ReasonPhrase}.");
    }

    private static async Task<string?> ReadLineAsync(StreamReader reader, CancellationToken cancellation)
    {
        try
        {
            return await reader.ReadLineAsync(cancellation);
        }
        catch (Exception e) when (e is IOException or HttpRequestException)
        {
            return null; // the relay went away: for the reader, the same as an end
        }
    }

    private CommandFailedException Unreachable(string reason) =>
        new(ExitCodes.NoRelay, $"The relay at {_http.BaseAddress} does not answer ({reason}). Is it running?");
}
