using System.Net;
using Bridge.Mqtt.Broker;
using Bridge.Server.Pairing;
using Bridge.Server.Relay;
using Bridge.Server.Rooms;
using Bridge.Server.Security;
using Bridge.Server.Tests.MqttEndpoint;
using Bridge.Server.Tests.Security;
using Microsoft.Extensions.Logging.Abstractions;

namespace Bridge.Server.Tests.Rooms;

public sealed class DeviceRemovalTests : IAsyncDisposable
{
    private static readonly IPAddress Address = IPAddress.Loopback;

    private readonly ManualTime _time = new();
    private readonly MemoryDeviceTable _table = new();
    private readonly MqttBroker _broker;
    private readonly RoomRegistry _rooms;
    private readonly DeviceCredentials _credentials;
    private readonly DeviceTracker _tracker;
    private readonly SeenWriter _seen;
    private readonly RoomAnnouncer _announcer;
    private readonly TicketStore _tickets;
    private readonly PairingService _pairing;
    private readonly DeviceRemoval _removal;

    public DeviceRemovalTests()
    {
        var open = new OpenBroker();
        _broker = new MqttBroker(new MqttBrokerOptions(), new MqttBrokerServices { Authenticator = open, Authorizer = open });
        _rooms = new RoomRegistry(_table, _time);
        _credentials = new DeviceCredentials(new MemoryCredentialTable(), _time);
        _tracker = new DeviceTracker(_time);
        var notices = new RelayNotices();
        _seen = new SeenWriter(_rooms, _time, NullLogger<SeenWriter>.Instance);
        _announcer = new RoomAnnouncer(_broker, _rooms, _tracker, new RoomWatchers(), notices, _seen, _time);
        _removal = new DeviceRemoval(_rooms, _credentials, new DeviceRequests(_credentials), _tracker, _announcer, _broker, _time);
        _tickets = new TicketStore(_time);
        _pairing = new PairingService(_tickets, _rooms, _credentials, _removal, notices);
    }

    [Fact]
    public async Task Remove_Device_EndsItsCredentialsAndForgetsIt()
    {
        var (device, secret) = await PairAsync();

        await _removal.RemoveAsync(device);

        Assert.Null(_credentials.Find(secret));
        Assert.Null(_rooms.Find(device.Device));
        Assert.Empty(_table.Devices);
    }

    [Theory]
    [InlineData(-1, 2)]
    [InlineData(1, 1)]
    public async Task Pair_WithDevicesThatCanNotComeBack_ForgetsThemAfterAWeek(int seconds, int known)
    {
        await PairAsync();
        _time.Advance(DeviceRemoval.Remembered + TimeSpan.FromSeconds(seconds));

        await PairAsync();

        Assert.Equal(known, _rooms.InRoom("main").Count);
    }

    [Fact]
    public async Task Pair_WithADeviceWhoseCredentialStillWorks_KeepsIt()
    {
        var (old, _) = await PairAsync();
        _time.Advance(DeviceRemoval.Remembered + TimeSpan.FromSeconds(1));
        await _credentials.IssueAsync(new DeviceIdentity(old.Device, "main"), default);

        await PairAsync();

        Assert.Equal(2, _rooms.InRoom("main").Count);
    }

    [Fact]
    public async Task Pair_IntoAFullRoom_IsRefusedWithAReason()
    {
        for (var device = 0; device < RoomRegistry.MostDevicesPerRoom; device++)
        {
            await _rooms.AddDeviceAsync("main", "", default);
        }

        var claim = new PairingClaim(_tickets.Issue("main").Secret, null);

        Assert.Equal(ClaimRefusal.RoomFull, (await _pairing.ClaimAsync(claim, null, "", Address, default)).Refusal);
    }

    public async ValueTask DisposeAsync()
    {
        _announcer.Dispose();
        _seen.Dispose();
        _credentials.Dispose();
        _rooms.Dispose();
        await _broker.DisposeAsync();
    }

    private async Task<(DeviceRecord Device, string Secret)> PairAsync()
    {
        var (device, secret, _) = await _pairing.ClaimAsync(new PairingClaim(_tickets.Issue("main").Secret, null), null, "agent", Address, default);
        return (device!, secret);
    }
}
