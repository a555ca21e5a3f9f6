using System.IO.Pipelines;
using Bridge.Mqtt.Broker;
using Bridge.Mqtt.Packets;
using Bridge.Mqtt.Tests.Broker;

namespace Bridge.Mqtt.Tests.Limits;

public sealed class SlowSubscriberTests
{
    // A transport that takes 2 KiB before it wants its reader to go on.
    private static readonly PipeOptions Narrow = new(pauseWriterThreshold: 2048, resumeWriterThreshold: 1024, useSynchronizationContext: false);

    [Fact]
    public async Task QoS0_NotRead_DropsTheOldestAndOthersGetAll()
    {
        await using var fixture = new BrokerFixture(new BrokerLimits { Client = new ClientLimits { QueueBytes = 16 * 1024 } });
        var stuck = await OpenStuckAsync(fixture, MqttQoS.AtMostOnce);
        var other = await fixture.ConnectAsync("other");
        await other.SubscribeAsync(new SubscriptionRequest("#"));

        for (var i = 0; i < 200; i++)
        {
            fixture.Broker.Publish(new() { Topic = "t", Payload = Payload(i) });
            Assert.Equal(i, Number(await other.ReceiveAsync<PublishPacket>()));
        }

        // What it then reads: the first ones, a gap, and the newest.
        var seen = new List<int>();
        while (seen.Count == 0 || seen[^1] != 199)
        {
            seen.Add(Number(await stuck.ReceiveAsync<PublishPacket>()));
        }

        Assert.Equal(0, seen[0]);
        Assert.InRange(seen.Count, 10, 60);
        Assert.Equal(seen.Order(), seen);
    }

    [Fact]
    public async Task QoS1_NotAcknowledged_SlowsTheSenderThenIsCut()
    {
        var limits = new BrokerLimits { Client = new ClientLimits { QueueMessages = 10, SendMaximum = 2 } };
        await using var fixture = new BrokerFixture(limits);
        var slow = await fixture.ConnectAsync("slow");
        await slow.SubscribeAsync(new SubscriptionRequest("#", MqttQoS.AtLeastOnce));
        var sender = await fixture.ConnectAsync("sender");

        // Two in flight, five wait: the sixth makes it more than half of ten.
        for (ushort i = 1; i <= 7; i++)
        {
            await sender.PublishAsync("t", "", MqttQoS.AtLeastOnce, i);
            Assert.Equal(i, (await sender.ReceiveAckAsync()).PacketId);
        }

        await sender.PublishAsync("t", "", MqttQoS.AtLeastOnce, 8);
        await sender.ReceiveNothingAsync();

        fixture.Clock.Advance(TimeSpan.FromSeconds(4.9));
        await sender.ReceiveNothingAsync();
        fixture.Clock.Advance(TimeSpan.FromSeconds(0.2));

        Assert.Equal(8, (await sender.ReceiveAckAsync()).PacketId);
        await slow.ReceiveAsync<PublishPacket>();
        await slow.ReceiveAsync<PublishPacket>();
        Assert.Equal(MqttReasonCode.QuotaExceeded, (await slow.ReceiveDisconnectAsync()).ReasonCode);
    }

    [Fact]
    public async Task QoS1_AcknowledgedInTime_LetsTheSenderGoOn()
    {
        var limits = new BrokerLimits { Client = new ClientLimits { QueueMessages = 10, SendMaximum = 2 } };
        await using var fixture = new BrokerFixture(limits);
        var slow = await fixture.ConnectAsync("slow");
        await slow.SubscribeAsync(new SubscriptionRequest("#", MqttQoS.AtLeastOnce));
        var sender = await fixture.ConnectAsync("sender");
        for (ushort i = 1; i <= 8; i++)
        {
            await sender.PublishAsync("t", "", MqttQoS.AtLeastOnce, i);
        }

        for (ushort i = 1; i <= 7; i++)
        {
            await sender.ReceiveAckAsync();
        }

        await sender.ReceiveNothingAsync();
        await slow.SendAsync(new AckPacket(MqttPacketType.PubAck, 1));

        Assert.Equal(8, (await sender.ReceiveAckAsync()).PacketId);
        fixture.Clock.Advance(TimeSpan.FromSeconds(10));
        for (var i = 0; i < 3; i++)
        {
            await slow.ReceiveAsync<PublishPacket>();
        }

        await slow.ReceiveNothingAsync();
    }

    [Fact]
    public async Task QoS1_FromThisProcessBeyondTheQueue_CutsAtOnce()
    {
        await using var fixture = new BrokerFixture(new BrokerLimits { Client = new ClientLimits { QueueMessages = 10, SendMaximum = 1 } });
        var slow = await fixture.ConnectAsync("slow");
        await slow.SubscribeAsync(new SubscriptionRequest("#", MqttQoS.AtLeastOnce));

        for (var i = 0; i < 12; i++)
        {
            fixture.Broker.Publish(new() { Topic = "t", QoS = MqttQoS.AtLeastOnce });
        }

        await slow.ReceiveAsync<PublishPacket>();
        Assert.Equal(MqttReasonCode.QuotaExceeded, (await slow.ReceiveDisconnectAsync()).ReasonCode);
    }

    [Fact]
    public async Task QoS1_Away_KeepsTheNewestUpToTheLimit()
    {
        await using var fixture = new BrokerFixture(new BrokerLimits { Client = new ClientLimits { QueueMessages = 10 } });
        var connect = new ConnectPacket { ClientId = "c", CleanStart = false, SessionExpiryInterval = 60 };
        var client = await fixture.ConnectAsync(connect);
        await client.SubscribeAsync(new SubscriptionRequest("#", MqttQoS.AtLeastOnce));
        await client.BreakAsync();
        for (var i = 0; i < 15; i++)
        {
            fixture.Broker.Publish(new() { Topic = "t", QoS = MqttQoS.AtLeastOnce, Payload = Payload(i) });
        }

        var again = await fixture.ConnectAsync(connect);

        for (var i = 5; i < 15; i++)
        {
            Assert.Equal(i, Number(await again.ReceiveAsync<PublishPacket>()));
        }

        await again.ReceiveNothingAsync();
    }

    [Fact]
    public async Task Peer_TakingNothing_IsAbortedAfterTheWriteTimeout()
    {
        await using var fixture = new BrokerFixture();
        var stuck = await OpenStuckAsync(fixture, MqttQoS.AtMostOnce, MqttProtocolVersion.V311);
        fixture.Clock.Advance(TimeSpan.FromSeconds(6)); // Past the time for CONNECT: from here on there is one deadline.
        for (var i = 0; i < 20; i++)
        {
            fixture.Broker.Publish(new() { Topic = "t", Payload = Payload(i) });
        }

        await Until.TrueAsync("a write waits", () => fixture.Clock.HasTimerBetween(TimeSpan.FromSeconds(59.9), TimeSpan.FromSeconds(60.1)));
        fixture.Clock.Advance(TimeSpan.FromSeconds(59));
        Assert.False(stuck.Served.IsCompleted);
        fixture.Clock.Advance(TimeSpan.FromSeconds(2));

        await stuck.Served.WaitAsync(TestClient.Patience);
    }

    [Fact]
    public async Task Answers_WhileThePipeIsBusy_ComeLaterAndWhole()
    {
        await using var fixture = new BrokerFixture();
        var arrived = new Arrivals(fixture.Broker);
        var client = fixture.Open(MqttProtocolVersion.V311, toClient: Narrow);
        await client.SendAsync(new ConnectPacket { ClientId = "c", Version = MqttProtocolVersion.V311 });
        await client.ReceiveAsync<ConnAckPacket>();
        var pings = Enumerable.Repeat<byte[]>([0xC0, 0], 1500).SelectMany(ping => ping).ToArray();
        for (var i = 1; i <= 3; i++)
        {
            await client.SendAsync(pings);
            await client.PublishAsync("t");
            await arrived.WaitForAsync(i);
        }

        for (var i = 0; i < 4500; i++)
        {
            Assert.Equal("PingResp", await client.NextAsync());
        }
    }

    [Fact]
    public async Task Answers_NotRead_StopTheReading()
    {
        await using var fixture = new BrokerFixture();
        var client = fixture.Open(MqttProtocolVersion.V311, toClient: Narrow);
        await client.SendAsync(new ConnectPacket { ClientId = "c", Version = MqttProtocolVersion.V311 });
        var pings = new byte[2 * 100_000];
        for (var i = 0; i < pings.Length; i += 2)
        {
            pings[i] = 0xC0;
        }

        // The pipe to the broker holds 64 KiB: the write only ends if the broker goes on reading.
        var sent = client.SendAsync(pings);
        await client.ReceiveAsync<ConnAckPacket>();
        for (var i = 0; i < 100_000; i++)
        {
            Assert.Equal("PingResp", await client.NextAsync());
        }

        await sent.WaitAsync(TestClient.Patience);
    }

    private static async Task<TestClient> OpenStuckAsync(BrokerFixture fixture, MqttQoS qos, MqttProtocolVersion version = MqttProtocolVersion.V5)
    {
        var client = fixture.Open(version, toClient: Narrow);
        await client.SendAsync(new ConnectPacket { ClientId = "stuck", Version = version });
        await client.ReceiveAsync<ConnAckPacket>();
        await client.SubscribeAsync(new SubscriptionRequest("#", qos));
        return client;
    }

    private static byte[] Payload(int number)
    {
        var payload = new byte[400];
        BitConverter.TryWriteBytes(payload, number);
        return payload;
    }

    private static int Number(PublishPacket message) => BitConverter.ToInt32(message.Payload.Span);
}
