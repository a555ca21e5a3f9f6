using Bridge.Mqtt.Packets;

namespace Bridge.Mqtt.Tests.Broker;

/// <summary>
/// What is published at the very moment at which a client is back, when only a part of what it is owed fits into the pipe: it comes last [MQTT-4.6.0-6].
/// </summary>
public sealed class ReconnectOrderTests
{
    // More than is written before a flush.
    private const int Messages = 40;
    private const int PayloadBytes = 2000;

    private static readonly ConnectPacket Connect = new() { ClientId = "c", CleanStart = false, SessionExpiryInterval = 60 };

    [Fact]
    public async Task Publish_WhileMessagesWait_ComesAfterThem()
    {
        await using var fixture = new BrokerFixture();
        var client = await fixture.ConnectAsync(Connect);
        await client.SubscribeAsync(new SubscriptionRequest("t", MqttQoS.AtLeastOnce));
        await client.BreakAsync();
        PublishAll(fixture);

        await AssertOrderAsync(fixture);
    }

    [Fact]
    public async Task Publish_WhileMessagesInFlightAreSentAgain_ComesAfterThem()
    {
        await using var fixture = new BrokerFixture();
        var client = await fixture.ConnectAsync(Connect);
        await client.SubscribeAsync(new SubscriptionRequest("t", MqttQoS.AtLeastOnce));
        PublishAll(fixture);
        for (var i = 0; i < Messages; i++)
        {
            await client.ReceiveAsync<PublishPacket>();
        }

        await client.BreakAsync();

        await AssertOrderAsync(fixture);
    }

    private static async Task AssertOrderAsync(BrokerFixture fixture)
    {
        fixture.Observer.OnConnected = _ => Publish(fixture, Messages);
        var again = await fixture.ConnectAsync(Connect);
        for (var i = 0; i <= Messages; i++)
        {
            var message = await again.ReceiveAsync<PublishPacket>();
            Assert.Equal(i, message.Payload.Span[0]);
        }
    }

    private static void PublishAll(BrokerFixture fixture)
    {
        for (var i = 0; i < Messages; i++)
        {
            Publish(fixture, i);
        }
    }

    private static void Publish(BrokerFixture fixture, int number)
    {
        var payload = new byte[PayloadBytes];
        payload[0] = (byte)number;
        fixture.Broker.Publish(new() { Topic = "t", QoS = MqttQoS.AtLeastOnce, Payload = payload });
    }
}
