using Bridge.Mqtt.Broker;
using Bridge.Mqtt.Codec;
using Bridge.Mqtt.Packets;
using Bridge.Mqtt.Tests.Broker;

namespace Bridge.Mqtt.Tests.Limits;

public sealed class RateTests
{
    [Fact]
    public async Task Messages_BeyondTheBurst_PauseReadingUntilTimeHasPassed()
    {
        await using var fixture = Limited(new ClientLimits { MessagesPerSecond = 10, MessageBurst = 5 });
        var arrived = new Arrivals(fixture.Broker);
        var client = await fixture.ConnectAsync("c");

        await PublishAsync(client, 8);
        await arrived.WaitForAsync(6);
        Assert.Equal(6, arrived.Count);

        await UntilPausedAsync(fixture);
        fixture.Clock.Advance(TimeSpan.FromMilliseconds(110));
        await arrived.WaitForAsync(7);
        await UntilPausedAsync(fixture);
        fixture.Clock.Advance(TimeSpan.FromMilliseconds(110));
        await arrived.WaitForAsync(8);
    }

    [Fact]
    public async Task Bytes_BeyondTheRate_PauseReading()
    {
        await using var fixture = Limited(new ClientLimits { BytesPerSecond = 2048, PacketBytes = 2048 });
        var arrived = new Arrivals(fixture.Broker);
        var client = await fixture.ConnectAsync("c");

        await PublishAsync(client, 5, new string('x', 1000));
        await arrived.WaitForAsync(3);
        Assert.Equal(3, arrived.Count);

        await UntilPausedAsync(fixture);
        fixture.Clock.Advance(TimeSpan.FromSeconds(2));
        await arrived.WaitForAsync(5);
    }

    [Fact]
    public async Task Rate_OfOneKey_IsSharedByItsConnections()
    {
        await using var fixture = Limited(new ClientLimits { MessagesPerSecond = 10, MessageBurst = 4 }, rateKey: "device");
        var arrived = new Arrivals(fixture.Broker);
        var one = await fixture.ConnectAsync("c.1");
        var two = await fixture.ConnectAsync("c.2");
        await PublishAsync(one, 4);
        await arrived.WaitForAsync(4);

        await PublishAsync(two, 2);

        await arrived.WaitForAsync(5);
        Assert.Equal(5, arrived.Count);
        await UntilPausedAsync(fixture);
        fixture.Clock.Advance(TimeSpan.FromMilliseconds(110));
        await arrived.WaitForAsync(6);
    }

    [Fact]
    public async Task Rate_AfterReconnect_IsNotFresh()
    {
        await using var fixture = Limited(new ClientLimits { MessagesPerSecond = 10, MessageBurst = 4 });
        var arrived = new Arrivals(fixture.Broker);
        var client = await fixture.ConnectAsync("c");
        await PublishAsync(client, 4);
        await arrived.WaitForAsync(4);
        await client.BreakAsync();

        await PublishAsync(await fixture.ConnectAsync("c"), 2);

        await arrived.WaitForAsync(5);
        Assert.Equal(5, arrived.Count);
        await UntilPausedAsync(fixture);
        fixture.Clock.Advance(TimeSpan.FromMilliseconds(110));
        await arrived.WaitForAsync(6);
    }

    [Fact]
    public async Task Rate_UsedAgainSinceItWasLeft_IsKeptItsTimeFromThen()
    {
        await using var fixture = Limited(new ClientLimits { MessagesPerSecond = 10, MessageBurst = 4 });
        await (await fixture.ConnectAsync("c")).BreakAsync();
        fixture.Clock.Advance(TimeSpan.FromSeconds(59.9));
        var arrived = new Arrivals(fixture.Broker);
        var client = await fixture.ConnectAsync("c");
        await PublishAsync(client, 4);
        await arrived.WaitForAsync(4);
        await client.BreakAsync();

        // More than a minute after the first use ended, a tenth of a second after the second did.
        fixture.Clock.Advance(TimeSpan.FromMilliseconds(110));
        await PublishAsync(await fixture.ConnectAsync("c"), 8);

        await arrived.WaitForAsync(6);
        await UntilPausedAsync(fixture);
        Assert.Equal(6, arrived.Count);
    }

    [Fact]
    public async Task Paused_Client_IsNotTakenForDead()
    {
        await using var fixture = Limited(new ClientLimits { BytesPerSecond = 1024, PacketBytes = 20_480, KeepAliveMaximum = 4 });
        var arrived = new Arrivals(fixture.Broker);
        var client = await fixture.ConnectAsync("c");
        await PublishAsync(client, 2, new string('x', 20_000));
        await arrived.WaitForAsync(2);
        await Until.TrueAsync("reading has paused", () => fixture.Clock.HasTimerBetween(TimeSpan.FromSeconds(18), TimeSpan.FromSeconds(21)));

        fixture.Clock.Advance(TimeSpan.FromSeconds(15));
        Assert.Single(fixture.Broker.Clients);
        fixture.Clock.Advance(TimeSpan.FromSeconds(6));

        await client.ReceiveNothingAsync();
    }

    private static BrokerFixture Limited(ClientLimits limits, string? rateKey = null)
    {
        var fixture = new BrokerFixture();
        fixture.Authenticator.Answer = _ => MqttAuthentication.Accept(limits: limits, rateKey: rateKey);
        return fixture;
    }

    /// <summary>No other timer of a broker is so short.</summary>
    private static Task UntilPausedAsync(BrokerFixture fixture) => Until.TrueAsync(
        "reading has paused", () => fixture.Clock.HasTimerBetween(TimeSpan.FromMilliseconds(1), TimeSpan.FromSeconds(1)));

    /// <summary>All in one write, so that they are in the broker's buffer together.</summary>
    private static async Task PublishAsync(TestClient client, int count, string payload = "")
    {
        var bytes = new System.Buffers.ArrayBufferWriter<byte>();
        for (var i = 0; i < count; i++)
        {
            MqttPacketWriter.Write(bytes, new PublishPacket { Topic = "t", Payload = TestClient.Bytes(payload) }, MqttProtocolVersion.V5);
        }

        await client.SendAsync(bytes.WrittenMemory);
    }
}
