using System.Net;
using System.Text.Json;
using Bridge.Contracts;
using Bridge.Contracts.Commands;
using Bridge.Mqtt.Broker;
using Bridge.Mqtt.Client;
using Bridge.Mqtt.Packets;
using Bridge.Mqtt.Tcp;
using Bridge.Server.Commands;
using Bridge.Server.Rooms;
using Bridge.Server.Security;
using Bridge.Server.Tests.MqttEndpoint;
using Bridge.Server.Tests.Rooms;

namespace Bridge.Server.Tests.Commands;

public sealed class CommandServiceTests : IMqttAuthenticator, IAsyncLifetime
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan CommandTimeout = TimeSpan.FromSeconds(1);

    private readonly FiredTime _time = new();
    private readonly RoomRegistry _rooms;
    private readonly DeviceTracker _tracker;
    private readonly MqttBroker _broker;
    private readonly MqttTcpListener _listener;
    private readonly CommandService _commands;
    private DeviceRecord _device = null!;

    public CommandServiceTests()
    {
        _rooms = new RoomRegistry(new MemoryDeviceTable(), _time);
        _tracker = new DeviceTracker(_time);
        _broker = new MqttBroker(new MqttBrokerOptions(), new MqttBrokerServices { Authenticator = this, Authorizer = new OpenBroker(), Observer = _tracker });
        _listener = MqttTcpListener.Start(_broker, new IPEndPoint(IPAddress.Loopback, 0));
        _commands = new CommandService(_broker, _rooms, _tracker, _time);
    }

    public async Task InitializeAsync()
    {
        await _rooms.AddRoomAsync("main", default);
        _device = (await _rooms.AddDeviceAsync("main", "a phone", default))!;
    }

    public async Task DisposeAsync()
    {
        await _listener.DisposeAsync();
        await _broker.DisposeAsync();
        _rooms.Dispose();
    }

    [Fact]
    public async Task Send_ToAPageThatHasOnlyConnectedYet_WaitsForItsSubscription()
    {
        await using var page = await ConnectAsync();

        var sent = SendAsync();
        await page.SubscribeAsync($"bridge/v1/main/{_device.Device}/down/#", message => ReplyAsync(page, message.Payload));

        Assert.Equal("page1", Assert.Single(await sent.WaitAsync(Patience)).Reply?.Page);
    }

    [Fact]
    public async Task Send_ToAPageThatSubscribedInAnEarlierConnection_IsNotHeldUp()
    {
        await using (var before = await ConnectAsync())
        {
            await before.SubscribeAsync($"bridge/v1/main/{_device.Device}/down/#", _ => ValueTask.CompletedTask);
        }

        await Until.TrueAsync("the relay has noted that it went", () => _tracker.ConnectedPages(_device.Device).Count == 0);
        MqttClient? page = null;
        await using var again = page = await ConnectAsync(packet => ReplyAsync(page!, packet.Payload));

        Assert.Equal("page1", Assert.Single(await SendAsync().WaitAsync(Patience)).Reply?.Page);
    }

    [Fact]
    public async Task Send_ToAPageThatNeverSubscribes_IsSentAllTheSameAndTimesOut()
    {
        await using var page = await ConnectAsync();

        var sent = SendAsync();
        await Until.TrueAsync("it was waited for twice", () =>
        {
            _time.Fire(TrackedDevice.Settling);
            _time.Fire(CommandTimeout + CommandLimits.Margin);
            return sent.IsCompleted;
        });

        Assert.Equal("timeout", Assert.Single(await sent).Failure);
    }

    public ValueTask<MqttAuthentication> AuthenticateAsync(MqttConnectRequest request, CancellationToken cancellation) =>
        new(MqttAuthentication.Accept(new DeviceIdentity(_device.Device, _device.Room)));

    private async ValueTask ReplyAsync(MqttClient page, ReadOnlyMemory<byte> command)
    {
        using var sent = JsonDocument.Parse(command);
        var reply = new CommandReply(sent.RootElement.GetProperty("id").GetString(), "page1", Ok: true);
        await page.PublishAsync($"bridge/v1/main/{_device.Device}/up/reply", JsonSerializer.SerializeToUtf8Bytes(reply, BridgeJson.Default.CommandReply));
    }

    private async Task<MqttClient> ConnectAsync(Func<PublishPacket, ValueTask>? unrouted = null)
    {
        var page = await MqttClient.ConnectAsync(new Uri($"mqtt://{_listener.LocalEndPoint}"), new MqttClientOptions
        {
            ClientId = $"{_device.Device}.a",
            CleanStart = unrouted is null,
            SessionExpiryInterval = 600,
            UserProperties = [new("page", "page1")],
            Unrouted = unrouted,
        });
        await Until.TrueAsync("the relay has noted that it is there", () => _tracker.ConnectedPages(_device.Device).Count == 1);
        return page;
    }

    private Task<IReadOnlyList<CommandOutcome>> SendAsync() => _commands.SendAsync("main", _device.Device, CommandNames.Reload, default, CommandTimeout, default);
}
