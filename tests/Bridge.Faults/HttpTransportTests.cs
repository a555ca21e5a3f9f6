using System.Net;
using System.Text;
using Bridge.Faults.Devices;
using Bridge.Faults.Network;
using Bridge.Faults.Relays;

namespace Bridge.Faults;

/// <summary>The ways in that aren't a WebSocket: MQTT over HTTP, and the flush of a page that goes.</summary>
public sealed class HttpTransportTests
{
    [Fact]
    public async Task Device_OverHttp_ConnectsPublishesAndIsAcknowledged()
    {
        using var folder = new TemporaryFolder();
        await using var relay = await RelayProcess.StartAsync(folder.Path);
        var device = await PairedDevice.PairAsync(relay, 0);
        using var http = Client(relay, device);
        var link = await (await http.PostAsync("_bridge/mqtt-http", null)).EnsureSuccessStatusCode().Content.ReadAsStringAsync();

        Assert.Equal(HttpStatusCode.NoContent, await UpAsync(0, MqttBytes.Connect("", clean: true, "page1")));
        var connAck = await http.GetByteArrayAsync($"_bridge/mqtt-http/{link}?down=0");
        Assert.Equal(MqttBytes.ConnAck, connAck[0]);
        Assert.StartsWith(device.Name + ".", MqttBytes.AssignedClientId(connAck), StringComparison.Ordinal);

        var publish = MqttBytes.Publish($"bridge/v1/main/{device.Name}/up/log", 7, Batch(0));
        Assert.Equal(HttpStatusCode.NoContent, await UpAsync(1, publish));
        Assert.Equal(HttpStatusCode.NoContent, await UpAsync(1, publish)); // Repeated by the browser: no effect.
        var ack = await http.GetByteArrayAsync($"_bridge/mqtt-http/{link}?down=1");
        Assert.Equal((MqttBytes.PubAck, 7), (ack[0], (int)ack[3]));

        Assert.Equal(HttpStatusCode.Gone, (await http.GetAsync($"_bridge/mqtt-http/{link}?down=1")).StatusCode); // Answered before.
        Assert.Equal(HttpStatusCode.Gone, await UpAsync(2, [0xC0, 0]));
        await relay.TerminateAsync();
        Assert.Equal([0], (await KeptJournal.ReadAsync(folder.Path))[device.Name]);

        async Task<HttpStatusCode> UpAsync(int number, byte[] bytes) =>
            (await http.PostAsync($"_bridge/mqtt-http/{link}?up={number}", new ByteArrayContent(bytes))).StatusCode;
    }

    [Fact]
    public async Task HttpLink_OfAnotherDeviceOrOfNone_IsNotThere()
    {
        using var folder = new TemporaryFolder();
        await using var relay = await RelayProcess.StartAsync(folder.Path);
        using var owner = Client(relay, await PairedDevice.PairAsync(relay, 0));
        using var other = Client(relay, await PairedDevice.PairAsync(relay, 1));
        using var unpaired = new HttpClient { BaseAddress = relay.Device };
        var link = await (await owner.PostAsync("_bridge/mqtt-http", null)).Content.ReadAsStringAsync();
        Assert.Equal(HttpStatusCode.Gone, (await other.GetAsync($"_bridge/mqtt-http/{link}?down=0")).StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, (await unpaired.GetAsync($"_bridge/mqtt-http/{link}?down=0")).StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, (await unpaired.PostAsync("_bridge/mqtt-http", null)).StatusCode);
    }

    [Fact]
    public async Task Page_ThatFlushesWhatItAlsoSent_HasEachLineOnce()
    {
        using var folder = new TemporaryFolder();
        await using var relay = await RelayProcess.StartAsync(folder.Path);
        var device = await PairedDevice.PairAsync(relay, 0);
        using var http = Client(relay, device);
        Assert.Equal(HttpStatusCode.NoContent, await FlushAsync($$"""[{"feed":"log","batch":{{Encoding.UTF8.GetString(Batch(0))}}}]"""));
        Assert.Equal(HttpStatusCode.NoContent, await FlushAsync($$"""[{"feed":"log","batch":{{Encoding.UTF8.GetString(Batch(0))}}},{"feed":"log","batch":{{Encoding.UTF8.GetString(Batch(1))}}}]"""));
        Assert.Equal(HttpStatusCode.BadRequest, await FlushAsync("""[{"feed":"log","batch":{}}]"""));
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, await FlushAsync(new string(' ', 300_000)));
        await relay.TerminateAsync();
        Assert.Equal([0, 1], (await KeptJournal.ReadAsync(folder.Path))[device.Name]);

        async Task<HttpStatusCode> FlushAsync(string body) => (await http.PostAsync("_bridge/ingest", new StringContent(body, Encoding.UTF8, "application/json"))).StatusCode;
    }

    private static byte[] Batch(long seq) => Encoding.UTF8.GetBytes($$"""{"page":"page1","seq":{{seq}},"origin":1.5,"items":[{{LoggingDevice.Line(seq)}}]}""");

    private static HttpClient Client(RelayProcess relay, PairedDevice device) => new(LocalHost.Handler(device.Address))
    {
        BaseAddress = relay.Device,
        DefaultRequestHeaders = { { "Cookie", device.Cookie }, { "Origin", relay.Device.GetLeftPart(UriPartial.Authority) } },
    };
}
