using System.Text.Json;
using System.Threading.Channels;
using Bridge.Contracts;
using Bridge.Contracts.Rooms;
using Bridge.Mqtt.Broker;
using Bridge.Server.Relay;
using Bridge.Server.Rooms;
using Bridge.Server.Tests.MqttEndpoint;
using Microsoft.Extensions.Logging.Abstractions;

namespace Bridge.Server.Tests.Rooms;

public sealed class RoomAnnouncerTests : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly ManualTime _time = new();
    private readonly MqttBroker _broker;
    private readonly RoomRegistry _rooms;
    private readonly RoomWatchers _watchers = new();
    private readonly SeenWriter _seen;
    private readonly RoomAnnouncer _announcer;
    private readonly Channel<(string Topic, RoomPresence Presence)> _heard = Channel.CreateUnbounded<(string, RoomPresence)>();

    public RoomAnnouncerTests()
    {
        var open = new OpenBroker();
        _broker = new MqttBroker(new MqttBrokerOptions(), new MqttBrokerServices { Authenticator = open, Authorizer = open });
        _rooms = new RoomRegistry(new MemoryDeviceTable(), _time);
        _seen = new SeenWriter(_rooms, _time, NullLogger<SeenWriter>.Instance);
        _announcer = new RoomAnnouncer(_broker, _rooms, new DeviceTracker(_time), _watchers, new RelayNotices(), _seen, _time);
        _broker.Subscribe($"{BridgeProtocol.TopicRoot}/+/presence", delivery =>
            _heard.Writer.TryWrite((delivery.Topic, JsonSerializer.Deserialize(delivery.Payload.Span, BridgeJson.Default.RoomPresence)!)));
    }

    [Fact]
    public async Task Watchers_ComeAndGo_AreToldInTheirRoomAndEachNewRoomOnce()
    {
        await _rooms.AddRoomAsync("lab", default);
        await _rooms.AddRoomAsync("main", default);
        await _announcer.StartAsync(default);

        var watching = _watchers.Add("main");
        Assert.Equal([("lab", 0), ("main", 1)], [await HeardAsync(), await HeardAsync()]);

        watching.Dispose();
        Assert.Equal(("main", 0), await HeardAsync());

        await _rooms.AddRoomAsync("shop", default);
        _watchers.Add("lab");
        Assert.Equal([("lab", 1), ("shop", 0)], [await HeardAsync(), await HeardAsync()]);
    }

    public async ValueTask DisposeAsync()
    {
        await _announcer.StopAsync(default);
        _announcer.Dispose();
        _seen.Dispose();
        _rooms.Dispose();
        await _broker.DisposeAsync();
    }

    private async Task<(string Room, int Consoles)> HeardAsync()
    {
        var (topic, presence) = await _heard.Reader.ReadAsync().AsTask().WaitAsync(Patience);
        return (topic.Split('/')[2], presence.Consoles);
    }
}
