using Bridge.Mqtt.Broker;
using Bridge.Mqtt.Packets;
using Bridge.Server.Security;

namespace Bridge.Server.Tests.Security;

public sealed class BridgeAuthorizerTests
{
    private static readonly DeviceIdentity Device = new("d1", "main");
    private static readonly ConsoleIdentity Watcher = new("screen", ConsoleScopes.Watch, "main");
    private static readonly ConsoleIdentity Commander = new("ci", ConsoleScopes.Watch | ConsoleScopes.Command, "main");
    private static readonly ConsoleIdentity Admin = new("admin", ConsoleScopes.All);

    private readonly BridgeAuthorizer _authorizer = new();

    [Theory]
    [InlineData("bridge/v1/main/d1/up/log", true)]
    [InlineData("bridge/v1/main/d1/up/sensor/motion", true)]
    [InlineData("bridge/v1/main/event/hello", true)]
    [InlineData("bridge/v1/main/event/a/b", true)]
    [InlineData("bridge/v1/main/d2/up/log", false)]
    [InlineData("bridge/v1/other/d1/up/log", false)]
    [InlineData("bridge/v1/other/event/hello", false)]
    [InlineData("bridge/v1/main/d1/state", false)]
    [InlineData("bridge/v1/main/d1/down/eval", false)]
    [InlineData("bridge/v1/main/d2/down/eval", false)]
    [InlineData("bridge/v1/main/all/down/eval", false)]
    [InlineData("bridge/v1/main/presence", false)]
    [InlineData("bridge/v1/main/progress/build", false)]
    [InlineData("bridge/v2/main/d1/up/log", false)]
    [InlineData("$SYS/broker/load", false)]
    [InlineData("anything/else", false)]
    public void Publish_ByDevice_OnlyItsOwnFeedsAndItsRoomsEvents(string topic, bool allowed)
    {
        Assert.Equal(allowed, MayPublish(Device, topic));
        Assert.Equal(allowed, _authorizer.AuthorizeWill(Client(Device), topic, retain: false) == MqttReasonCode.Success);
        Assert.False(MayPublish(Device, topic, retain: true), "a device may not write retained messages");
    }

    [Theory]
    [InlineData("bridge/v1/main/d1/down/#", true)]
    [InlineData("bridge/v1/main/d1/down/eval", true)]
    [InlineData("bridge/v1/main/all/down/#", true)]
    [InlineData("bridge/v1/main/event/#", true)]
    [InlineData("bridge/v1/main/progress/+", true)]
    [InlineData("bridge/v1/main/presence", true)]
    [InlineData("bridge/v1/main/d2/down/#", false)]
    [InlineData("bridge/v1/main/+/down/#", false)]
    [InlineData("bridge/v1/+/d1/down/#", false)]
    [InlineData("bridge/v1/main/#", false)]
    [InlineData("bridge/v1/main/d1/#", false)]
    [InlineData("bridge/v1/main/d1/up/#", false)]
    [InlineData("bridge/v1/main/d2/state", false)]
    [InlineData("bridge/v1/main/eventually/#", false)]
    [InlineData("$share/g/bridge/v1/main/d1/down/#", false)]
    [InlineData("$SYS/#", false)]
    [InlineData("#", false)]
    [InlineData("+/v1/main/event/#", false)]
    public void Subscribe_ByDevice_OnlyWhatIsForIt(string filter, bool allowed) => Assert.Equal(allowed, MaySubscribe(Device, filter));

    [Theory]
    [InlineData("bridge/v1/main/d1/down/eval", true)]
    [InlineData("bridge/v1/main/all/down/reload", true)]
    [InlineData("bridge/v1/main/event/x", true)]
    [InlineData("bridge/v1/main/presence", true)]
    [InlineData("bridge/v1/main/d2/down/eval", false)]
    [InlineData("bridge/v1/main/d2/up/log", false)]
    [InlineData("bridge/v1/other/event/x", false)]
    [InlineData("$SYS/broker/load", false)]
    public void Delivery_ToDevice_IsCheckedOnTheTopicItself(string topic, bool allowed) =>
        Assert.Equal(allowed, _authorizer.AuthorizeDelivery(Client(Device), topic));

    [Fact]
    public void Tool_WithWatchOnly_SeesItsRoomAndCommandsNothing()
    {
        Assert.True(MaySubscribe(Watcher, "bridge/v1/main/#"));
        Assert.False(MaySubscribe(Watcher, "bridge/v1/+/d1/up/log"));
        Assert.False(MayPublish(Watcher, "bridge/v1/main/d1/down/eval"));
        Assert.False(_authorizer.AuthorizeDelivery(Client(Watcher), "bridge/v1/other/d1/up/log"));
    }

    [Fact]
    public void Tool_WithCommand_CommandsItsRoomOnly()
    {
        Assert.True(MayPublish(Commander, "bridge/v1/main/all/down/reload"));
        Assert.False(MayPublish(Commander, "bridge/v1/other/all/down/reload"));
        Assert.False(MayPublish(Commander, "bridge/v1/main/d1/down/reload", retain: true), "a retained command would run again and again");
        Assert.False(MayPublish(Commander, "bridge/v1/main/d1/up/log"), "only a device speaks for itself");
        Assert.False(MayPublish(Commander, "bridge/v1/main/presence"));
    }

    [Fact]
    public void Admin_AnyRoom_ButNotWhatTheRelayWrites()
    {
        Assert.True(MaySubscribe(Admin, "#"));
        Assert.True(MayPublish(Admin, "bridge/v1/other/d9/down/eval"));
        Assert.True(MayPublish(Admin, "lab/lamp", retain: true));
        Assert.False(MayPublish(Admin, "bridge/v1/main/d1/state", retain: true));
        Assert.False(MayPublish(Admin, "$SYS/broker/load"));
    }

    [Fact]
    public void Anonymous_AnythingOutsideBridge()
    {
        var anonymous = AnonymousIdentity.Instance;
        Assert.True(MayPublish(anonymous, "test/topic", retain: true));
        Assert.True(MaySubscribe(anonymous, "#"));
        Assert.False(MayPublish(anonymous, "bridge/v1/main/event/x"));
        Assert.False(_authorizer.AuthorizeDelivery(Client(anonymous), "bridge/v1/main/event/x"));
    }

    private bool MayPublish(object identity, string topic, bool retain = false) =>
        _authorizer.AuthorizePublish(Client(identity), topic, retain) == MqttReasonCode.Success;

    private bool MaySubscribe(object identity, string filter) => _authorizer.AuthorizeSubscribe(Client(identity), filter) == MqttReasonCode.Success;

    private static MqttClientInfo Client(object identity) => new()
    {
        ClientId = "test",
        Identity = identity,
        ProtocolVersion = MqttProtocolVersion.V5,
        Transport = new MqttTransport(),
        ConnectedAt = DateTimeOffset.UnixEpoch,
    };
}
