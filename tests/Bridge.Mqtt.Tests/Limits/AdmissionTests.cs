using System.Net;
using Bridge.Mqtt.Broker;
using Bridge.Mqtt.Packets;
using Bridge.Mqtt.Tests.Broker;

namespace Bridge.Mqtt.Tests.Limits;

public sealed class AdmissionTests
{
    private static readonly IPAddress Home = IPAddress.Parse("192.0.2.1");

    [Fact]
    public async Task Connect_NotInTime_IsClosedThenAndNotBefore()
    {
        await using var fixture = new BrokerFixture();
        var slow = fixture.Open();
        await slow.SendAsync(new byte[] { 0x10 });

        fixture.Clock.Advance(TimeSpan.FromSeconds(4.9));
        Assert.False(slow.Served.IsCompleted);
        fixture.Clock.Advance(TimeSpan.FromSeconds(0.2));

        await slow.ReceiveEndAsync();
    }

    [Fact]
    public async Task Connect_DrippingByteByByte_IsClosedAllTheSame()
    {
        await using var fixture = new BrokerFixture();
        var slow = fixture.Open();
        byte[] connect = [0x10, 76, 0, 4, (byte)'M', (byte)'Q', (byte)'T', (byte)'T', 4, 2, 0, 60, 0, 64, .. Enumerable.Repeat((byte)'c', 64)];
        foreach (var value in connect[..49])
        {
            await slow.SendAsync(new[] { value });
            fixture.Clock.Advance(TimeSpan.FromSeconds(0.1));
        }

        Assert.False(slow.Served.IsCompleted);
        fixture.Clock.Advance(TimeSpan.FromSeconds(0.2));

        await slow.ReceiveEndAsync();
    }

    [Fact]
    public async Task Connect_InTime_IsNotClosedLater()
    {
        await using var fixture = new BrokerFixture();
        var client = await fixture.ConnectAsync("c", MqttProtocolVersion.V311);

        fixture.Clock.Advance(TimeSpan.FromSeconds(60));

        await client.ReceiveNothingAsync();
    }

    [Fact]
    public async Task Authenticator_DoesNotAnswerInTime_IsClosed()
    {
        await using var fixture = new BrokerFixture();
        var asked = new TaskCompletionSource();
        fixture.Authenticator.AnswerAsync = async (_, cancellation) =>
        {
            asked.SetResult();
            await Task.Delay(Timeout.Infinite, cancellation);
            return MqttAuthentication.Accept();
        };
        var client = fixture.Open();
        await client.SendAsync(new ConnectPacket { ClientId = "c" });
        await asked.Task.WaitAsync(TestClient.Patience);

        fixture.Clock.Advance(TimeSpan.FromSeconds(5.1));

        await client.ReceiveEndAsync();
    }

    [Fact]
    public async Task Packet_LargerThan4KiBBeforeAuthentication_IsRefusedUnread()
    {
        await using var fixture = new BrokerFixture();
        var client = fixture.Open();

        // The header alone: 4,097 bytes in all.
        await client.SendAsync(new byte[] { 0x10, 0xFE, 0x1F });

        await client.ReceiveEndAsync();
    }

    [Fact]
    public async Task Connect_OfExactly4KiB_IsServed()
    {
        await using var fixture = new BrokerFixture();
        var payload = new byte[4096 - 28];

        var client = await fixture.ConnectAsync(new ConnectPacket { ClientId = "c", Will = new WillMessage { Topic = "t", Payload = payload } });

        Assert.Equal(MqttReasonCode.Success, client.ConnAck.ReasonCode);
    }

    [Fact]
    public async Task Address_WithTooManyConnections_IsTurnedAwayUntilOneLeaves()
    {
        await using var fixture = new BrokerFixture(new BrokerLimits { ConnectionsPerAddress = 2 });
        var first = fixture.Open(from: Home);
        fixture.Open(from: Home.MapToIPv6());

        await fixture.Open(from: Home).ReceiveEndAsync();
        var elsewhere = fixture.Open(from: IPAddress.Parse("192.0.2.2"));
        Assert.False(elsewhere.Served.IsCompleted);
        await first.BreakAsync();

        Assert.False(fixture.Open(from: Home).Served.IsCompleted);
    }

    [Fact]
    public async Task Node_WithTooManyConnections_TurnsAway()
    {
        await using var fixture = new BrokerFixture(new BrokerLimits { Connections = 1 });
        await fixture.ConnectAsync("c");

        await fixture.Open().ReceiveEndAsync();
    }

    [Fact]
    public async Task Node_WithTooManyStrangers_TurnsAwayUntilOneIsKnown()
    {
        await using var fixture = new BrokerFixture(new BrokerLimits { UnauthenticatedConnections = 1 });
        var stranger = fixture.Open();
        await fixture.Open().ReceiveEndAsync();

        await stranger.SendAsync(new ConnectPacket { ClientId = "c" });
        await stranger.ReceiveAsync<ConnAckPacket>();

        Assert.False(fixture.Open().Served.IsCompleted);
    }

    [Fact]
    public async Task Node_WithTooManyNewConnections_RefillsWithTime()
    {
        await using var fixture = new BrokerFixture(new BrokerLimits { NewConnectionsPerSecond = 2 });
        fixture.Open();
        fixture.Open();
        await fixture.Open().ReceiveEndAsync();

        fixture.Clock.Advance(TimeSpan.FromSeconds(0.51));

        Assert.False(fixture.Open().Served.IsCompleted);
        await fixture.Open().ReceiveEndAsync();
    }

    [Theory]
    [InlineData(64, MqttReasonCode.Success)]
    [InlineData(65, MqttReasonCode.ClientIdentifierNotValid)]
    public async Task ClientId_AroundTheLimit_IsTakenOrRefused(int length, MqttReasonCode reason)
    {
        await using var fixture = new BrokerFixture();

        var client = await fixture.ConnectAsync(new string('c', length));

        Assert.Equal(reason, client.ConnAck.ReasonCode);
    }

    [Fact]
    public async Task Subscriptions_BeyondTheLimit_AreRefusedOneByOne()
    {
        await using var fixture = new BrokerFixture();
        fixture.Authenticator.Answer = _ => MqttAuthentication.Accept(limits: ClientLimits.Device);
        var client = await fixture.ConnectAsync("c");

        var answer = await client.SubscribeAsync([.. Enumerable.Range(0, 9).Select(i => new SubscriptionRequest($"t/{i}"))]);

        Assert.All(answer.ReasonCodes.Take(8), reason => Assert.Equal(MqttReasonCode.Success, reason));
        Assert.Equal(MqttReasonCode.QuotaExceeded, answer.ReasonCodes[8]);

        // Renewing an old one is no further one.
        Assert.Equal(MqttReasonCode.Success, (await client.SubscribeAsync(new SubscriptionRequest("t/1"))).ReasonCodes[0]);
    }

    [Fact]
    public void Options_OutOfRange_AreAllNamedAtOnce()
    {
        var options = new MqttBrokerOptions
        {
            Limits = new BrokerLimits { ConnectPacketBytes = 1, TopicLevels = 0, Client = new ClientLimits { ReceiveMaximum = 0 } },
            StoreInterval = TimeSpan.Zero,
        };

        var errors = options.Validate();

        Assert.Equal(4, errors.Count);
        Assert.Contains(errors, error => error.Contains("ReceiveMaximum", StringComparison.Ordinal));
    }
}
