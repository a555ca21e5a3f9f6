using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Net.WebSockets;
using System.Text.Json;
using Bridge.Faults.Network;
using Bridge.Faults.Relays;

namespace Bridge.Faults.Devices;

/// <summary>A phone that has scanned a code: its name, its cookie, where it comes from.</summary>
internal sealed record PairedDevice(string Name, string Cookie, IPAddress Address)
{
    /// <summary>The page that it has open.</summary>
    public string Page { get; init; } = "page1";

    public static async Task<PairedDevice> PairAsync(RelayProcess relay, int number)
    {
        using var console = new HttpClient { BaseAddress = relay.Console, DefaultRequestHeaders = { Authorization = new AuthenticationHeaderValue("Bearer", RelayProcess.Token) } };
        using var issued = await console.PostAsync("api/rooms/main/tickets", null);
        var url = new Uri((await issued.EnsureSuccessStatusCode().Content.ReadFromJsonAsync<JsonElement>()).GetProperty("url").GetString()!);

        var address = LocalHost.Of(number);
        using var phone = new HttpClient(LocalHost.Handler(address)) { BaseAddress = relay.Device };
        using var claimed = await phone.PostAsJsonAsync("_bridge/pair/claim", new { ticket = url.Fragment.TrimStart('#') });
        var device = await claimed.EnsureSuccessStatusCode().Content.ReadFromJsonAsync<JsonElement>();
        return new PairedDevice(device.GetProperty("device").GetString()!, claimed.Headers.GetValues("Set-Cookie").First().Split(';')[0], address);
    }

    public static Task<PairedDevice[]> PairAsync(RelayProcess relay, int count, int first) =>
        Task.WhenAll(Enumerable.Range(first, count).Select(number => PairAsync(relay, number)));

    /// <summary>Opens the device's WebSocket, through a proxy's port where one is given.</summary>
    public async Task<WebSocket> ConnectAsync(Uri relay, int? port, CancellationToken cancellation)
    {
        var socket = new ClientWebSocket();
        try
        {
            socket.Options.AddSubProtocol("mqtt");
            socket.Options.SetRequestHeader("Cookie", Cookie);
            socket.Options.SetRequestHeader("Origin", relay.GetLeftPart(UriPartial.Authority));
            socket.Options.SetRequestHeader("Host", relay.Authority);
            socket.Options.KeepAliveInterval = TimeSpan.Zero;
            using var invoker = new HttpMessageInvoker(LocalHost.Handler(Address));
            await socket.ConnectAsync(new UriBuilder("ws", "127.0.0.1", port ?? relay.Port, "_bridge/mqtt").Uri, invoker, cancellation);
            return socket;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
