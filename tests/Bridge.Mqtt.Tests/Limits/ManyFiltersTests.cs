using Bridge.Mqtt.Broker;
using Bridge.Mqtt.Packets;
using Bridge.Mqtt.Tests.Broker;

namespace Bridge.Mqtt.Tests.Limits;

public sealed class ManyFiltersTests
{
    private static readonly SubscriptionRequest[] Wanted = [.. Enumerable.Range(0, 300).Select(i => new SubscriptionRequest($"t/{i}"))];

    [Fact]
    public async Task Subscribe_ToAsManyAsTheClientMayHave_GrantsThemAllAtOnce()
    {
        await using var fixture = new BrokerFixture(new BrokerLimits { Client = new ClientLimits { Subscriptions = 300 } });
        var client = await fixture.ConnectAsync("c");

        var answer = await client.SubscribeAsync(Wanted);

        Assert.Equal(Enumerable.Repeat(MqttReasonCode.Success, 300), answer.ReasonCodes);
    }

    [Fact]
    public async Task Subscribe_ToMoreThanOnePacketMayAskFor_IsDisconnected()
    {
        await using var fixture = new BrokerFixture(new BrokerLimits { Client = new ClientLimits { Subscriptions = 8 } });
        var client = await fixture.ConnectAsync("c");

        await client.SendAsync(new SubscribePacket { PacketId = 1, Subscriptions = Wanted });

        Assert.Equal(MqttReasonCode.QuotaExceeded, (await client.ReceiveDisconnectAsync()).ReasonCode);
    }
}
