using System.Text;
using Bridge.Mqtt.Broker;
using Bridge.Mqtt.Packets;
using Bridge.Server.Journal;
using Bridge.Server.Relay;
using Bridge.Server.Rooms;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace Bridge.Server.Tests.Journal;

public sealed class JournalWatchTests : IAsyncDisposable
{
    private const string Topic = "bridge/v1/main/journal";

    private readonly ManualTime _time = new();
    private readonly FullableDisk _disk = new();
    private readonly FakeJournal _journal = new() { Extent = () => Task.FromResult(new JournalExtent(null, "c")) };
    private readonly MqttBroker _broker = new(new MqttBrokerOptions(), new MqttBrokerServices { Authenticator = new Nobody(), Authorizer = new Nobody() });
    private readonly JournalHealth _health;
    private readonly RoomRegistry _rooms;
    private readonly JournalWatch _watch;

    public JournalWatchTests()
    {
        _health = new JournalHealth(new RelayNotices(), _time, NullLogger<JournalHealth>.Instance);
        _rooms = new RoomRegistry(new NoTable(), _time);
        var space = new JournalSpace(Options.Create(new JournalOptions()), _time, _disk);
        _watch = new JournalWatch(_health, space, _journal, _rooms, _broker, _time, NullLogger<JournalWatch>.Instance);
    }

    [Fact]
    public async Task Look_AFullDiskThatNobodyWroteTo_IsToldToEveryRoomAlsoToOneMadeLater()
    {
        await _rooms.AddRoomAsync("main", CancellationToken.None);
        await _watch.LookAsync(CancellationToken.None);
        Assert.Empty(_broker.Retained(Topic));

        await LookAfterAsync(TimeSpan.FromSeconds(2), free: 0);
        Assert.Contains("\"keeps\":false", Told(), StringComparison.Ordinal);
        Assert.Contains("256 MiB must stay free", Told(), StringComparison.Ordinal);

        await _rooms.AddRoomAsync("later", CancellationToken.None);
        await LookAfterAsync(TimeSpan.FromSeconds(2), free: 0);
        Assert.Single(_broker.Retained("bridge/v1/later/journal"));
    }

    [Fact]
    public async Task Look_WithNobodyLeftToTry_SaysAfterTenSecondsThatItWorksAgain()
    {
        await _rooms.AddRoomAsync("main", CancellationToken.None);
        await LookAfterAsync(TimeSpan.Zero, free: 0);
        await LookAfterAsync(TimeSpan.FromSeconds(10), free: long.MaxValue);
        Assert.Contains("\"keeps\":false", Told(), StringComparison.Ordinal);
        await LookAfterAsync(TimeSpan.FromMilliseconds(1), free: long.MaxValue);
        Assert.Contains("\"keeps\":true", Told(), StringComparison.Ordinal);
        Assert.Null(_health.Trouble);
    }

    [Fact]
    public async Task Look_AtADatabaseThatIsAway_BelievesTheDevices()
    {
        await _rooms.AddRoomAsync("main", CancellationToken.None);
        _health.Report("the server is away");
        _journal.Extent = () => throw new JournalUnavailableException("still away");
        await LookAfterAsync(TimeSpan.FromMinutes(1), free: long.MaxValue);
        Assert.Equal("the server is away", _health.Trouble);

        _journal.Extent = () => Task.FromResult(new JournalExtent(null, "c"));
        _health.Report("refused again");
        await LookAfterAsync(TimeSpan.FromSeconds(9), free: long.MaxValue);
        Assert.NotNull(_health.Trouble);
        await LookAfterAsync(TimeSpan.FromSeconds(2), free: long.MaxValue);
        Assert.Null(_health.Trouble);
    }

    public async ValueTask DisposeAsync()
    {
        _watch.Dispose();
        _rooms.Dispose();
        await _broker.DisposeAsync();
    }

    private async Task LookAfterAsync(TimeSpan wait, long free)
    {
        _time.Advance(wait);
        _disk.Free = free;
        await _watch.LookAsync(CancellationToken.None);
    }

    private string Told() => Encoding.UTF8.GetString(Assert.Single(_broker.Retained(Topic)).Payload.Span);

    private sealed class FullableDisk : IFreeDisk
    {
        public string Folder => "/data";

        public long Free { get; set; } = long.MaxValue;

        public long FreeBytes() => Free;
    }

    private sealed class NoTable : IDeviceTable
    {
        public Task<IReadOnlyList<string>> LoadRoomsAsync(CancellationToken cancellation) => Task.FromResult<IReadOnlyList<string>>([]);

        public Task<IReadOnlyList<DeviceRecord>> LoadDevicesAsync(CancellationToken cancellation) => Task.FromResult<IReadOnlyList<DeviceRecord>>([]);

        public Task SaveRoomAsync(string room, CancellationToken cancellation) => Task.CompletedTask;

        public Task SaveDeviceAsync(DeviceRecord device, CancellationToken cancellation) => Task.CompletedTask;

        public Task DeleteDeviceAsync(string device, CancellationToken cancellation) => Task.CompletedTask;
    }

    /// <summary>Lets nobody in: only the relay itself publishes here.</summary>
    private sealed class Nobody : IMqttAuthenticator, IMqttAuthorizer
    {
        public ValueTask<MqttAuthentication> AuthenticateAsync(MqttConnectRequest request, CancellationToken cancellation) => throw new NotSupportedException();

        public MqttReasonCode AuthorizePublish(MqttClientInfo client, string topic, bool retain) => MqttReasonCode.NotAuthorized;

        public MqttReasonCode AuthorizeSubscribe(MqttClientInfo client, string filter) => MqttReasonCode.NotAuthorized;

        public bool AuthorizeDelivery(MqttClientInfo client, string topic) => false;

        public MqttReasonCode AuthorizeWill(MqttClientInfo client, string topic, bool retain) => MqttReasonCode.NotAuthorized;
    }
}
