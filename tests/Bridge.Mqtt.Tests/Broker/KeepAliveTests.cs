using Bridge.Mqtt.Packets;

namespace Bridge.Mqtt.Tests.Broker;

public sealed class KeepAliveTests
{
    [Fact]
    public async Task KeepAlive_SilentForOneAndAHalf_IsCutThenAndNotBefore()
    {
        await using var fixture = new BrokerFixture();
        var client = await fixture.ConnectAsync(new ConnectPacket { ClientId = "c", KeepAlive = 10 });

        fixture.Clock.Advance(TimeSpan.FromSeconds(14.9));
        Assert.Single(fixture.Broker.Clients);
        fixture.Clock.Advance(TimeSpan.FromSeconds(0.2));

        Assert.Equal(MqttReasonCode.KeepAliveTimeout, (await client.ReceiveDisconnectAsync()).ReasonCode);
    }

    [Fact]
    public async Task KeepAlive_HeardInBetween_StartsAnew()
    {
        await using var fixture = new BrokerFixture();
        var client = await fixture.ConnectAsync(new ConnectPacket { ClientId = "c", KeepAlive = 10 });
        for (var i = 0; i < 5; i++)
        {
            fixture.Clock.Advance(TimeSpan.FromSeconds(14));
            await client.SyncAsync();
        }

        fixture.Clock.Advance(TimeSpan.FromSeconds(15.1));

        Assert.Equal(MqttReasonCode.KeepAliveTimeout, (await client.ReceiveDisconnectAsync()).ReasonCode);
    }

    [Fact]
    public async Task KeepAlive_None_IsTheServersIn5()
    {
        await using var fixture = new BrokerFixture();
        var client = await fixture.ConnectAsync(new ConnectPacket { ClientId = "c", KeepAlive = 0 });
        Assert.Equal((ushort)120, client.ConnAck.ServerKeepAlive);

        fixture.Clock.Advance(TimeSpan.FromSeconds(180.1));

        await client.ReceiveDisconnectAsync();
    }

    [Fact]
    public async Task KeepAlive_NoneIn311_IsNeverCut()
    {
        await using var fixture = new BrokerFixture();
        var client = await fixture.ConnectAsync("c", MqttProtocolVersion.V311);

        fixture.Clock.Advance(TimeSpan.FromDays(1));

        await client.ReceiveNothingAsync();
    }
}
