using System.Net;
using Bridge.Mqtt.Broker;
using Bridge.Server.Pairing;
using Bridge.Server.Relay;
using Bridge.Server.Rooms;
using Bridge.Server.Security;
using Bridge.Server.Storage;
using Bridge.Server.Tests.MqttEndpoint;
using Bridge.Server.Tests.Security;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Logging.Abstractions;

namespace Bridge.Server.Tests.Rooms;

public sealed class DeviceRemovalTests : IAsyncDisposable
{
    private static readonly IPAddress Address = IPAddress.Loopback;

    private readonly ManualTime _time = new();
    private readonly MemoryDeviceTable _table = new();
    private readonly MqttBroker _broker;
    private readonly RoomRegistry _rooms;
    private readonly MemoryCredentialTable _credentialTable = new();
    private readonly DeviceCredentials _credentials;
    private readonly DeviceRequests _requests;
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
        _credentials = new DeviceCredentials(_credentialTable, _time);
        _requests = new DeviceRequests(_credentials);
        _tracker = new DeviceTracker(_time);
        var notices = new RelayNotices();
        _seen = new SeenWriter(_rooms, _time, NullLogger<SeenWriter>.Instance);
        _announcer = new RoomAnnouncer(_broker, _rooms, _tracker, new RoomWatchers(), notices, _seen, _time);
        _removal = new DeviceRemoval(_rooms, _credentials, _requests, _tracker, _announcer, _broker, _time);
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

    [Fact]
    public async Task Remove_WhileTheDatabaseIsAway_EndsWhatTheDeviceIsAnsweredAllTheSame()
    {
        var (device, secret) = await PairAsync();
        using var lifetime = new Lifetime();
        var request = new DefaultHttpContext();
        request.Features.Set<IHttpRequestLifetimeFeature>(lifetime);
        request.Features.Set(_credentials.Find(secret));
        var answering = _requests.InvokeAsync(request, context => Task.Delay(Timeout.Infinite, context.RequestAborted));
        _credentialTable.IsAway = true;

        await Assert.ThrowsAsync<StorageException>(() => _removal.RemoveAsync(device));

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => answering);
        Assert.Null(_credentials.Find(secret));
        Assert.NotNull(_rooms.Find(device.Device)); // to try again
    }

    [Fact]
    public async Task Request_WhoseDeviceWasRemovedSinceItWasLookedUp_IsNotAnswered()
    {
        var (device, secret) = await PairAsync();
        using var lifetime = new Lifetime();
        var request = new DefaultHttpContext();
        request.Features.Set<IHttpRequestLifetimeFeature>(lifetime);
        request.Features.Set(_credentials.Find(secret));
        await _removal.RemoveAsync(device);

        await _requests.InvokeAsync(request, _ => throw new InvalidOperationException("answered"));

        Assert.True(request.RequestAborted.IsCancellationRequested);
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

    private sealed class Lifetime : IHttpRequestLifetimeFeature, IDisposable
    {
        private readonly CancellationTokenSource _aborted = new();

        public CancellationToken RequestAborted { get => _aborted.Token; set => throw new NotSupportedException(); }

        public void Abort() => _aborted.Cancel();

        public void Dispose() => _aborted.Dispose();
    }

    private async Task<(DeviceRecord Device, string Secret)> PairAsync()
    {
        var (device, secret, _) = await _pairing.ClaimAsync(new PairingClaim(_tickets.Issue("main").Secret, null), null, "agent", Address, default);
        return (device!, secret);
    }
}
