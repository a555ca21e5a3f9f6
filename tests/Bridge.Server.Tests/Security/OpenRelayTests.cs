using System.Net;
using System.Text;
using Bridge.Mqtt.Broker;
using Bridge.Mqtt.Packets;
using Bridge.Server.Relay;
using Bridge.Server.Rooms;
using Bridge.Server.Security;

namespace Bridge.Server.Tests.Security;

/// <summary><c>--mqtt-open</c>: who gets in without a credential, and what is allowed then.</summary>
public sealed class OpenRelayTests : IDisposable
{
    private readonly RoomRegistry _rooms = new(null!, TimeProvider.System);

    [Theory]
    [InlineData(null, null, true, true)]
    [InlineData("", null, true, true)]
    [InlineData("anybody", "anything", true, true)]
    [InlineData("admin", "not the token", true, false)]
    [InlineData("admin", "the token", true, true)]
    [InlineData(null, null, false, false)]
    [InlineData("anybody", "anything", false, false)]
    [InlineData("admin", "the token", false, true)]
    public async Task Connect_FromLoopback_IsLetIn(string? user, string? password, bool open, bool accepted) =>
        Assert.Equal(accepted, (await AskAsync(IPAddress.Loopback, user, password, open)).Accepted);

    [Fact]
    public async Task Connect_FromElsewhereToAnOpenRelay_IsRefused() =>
        Assert.Equal(MqttReasonCode.NotAuthorized, (await AskAsync(IPAddress.Parse("192.0.2.1"), null, null, open: true)).Reason);

    [Fact]
    public async Task Connect_AnonymousAtAnOpenRelay_GetsTheOpenLimitsAndTheTokenItsOwn()
    {
        Assert.Same(OpenLimits.Client, (await AskAsync(IPAddress.Loopback, null, null, open: true)).Limits);
        Assert.Same(ClientLimits.Tool, (await AskAsync(IPAddress.Loopback, "admin", "the token", open: true)).Limits);
    }

    [Fact]
    public void OpenLimits_AreWithinTheirRanges() =>
        Assert.Empty(new MqttBrokerOptions { Limits = OpenLimits.Broker }.Validate());

    public void Dispose() => _rooms.Dispose();

    private ValueTask<MqttAuthentication> AskAsync(IPAddress from, string? user, string? password, bool open) =>
        new BridgeAuthenticator(_rooms, new AdminToken("the token"), new DeviceCredentials(new MemoryCredentialTable(), TimeProvider.System), new RelayIdentity("relay"), open).AuthenticateAsync(
            new MqttConnectRequest
            {
                ProtocolVersion = MqttProtocolVersion.V5,
                ClientId = "c",
                UserName = user,
                Password = password is null ? null : Encoding.UTF8.GetBytes(password),
                Transport = new MqttTransport { Remote = new IPEndPoint(from, 1) },
            },
            CancellationToken.None);
}
