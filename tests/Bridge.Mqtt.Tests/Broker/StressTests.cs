using System.IO.Pipelines;
using Bridge.Mqtt.Packets;

namespace Bridge.Mqtt.Tests.Broker;

/// <summary>Several publishers and receivers at once, over transports that are often busy: nothing is lost, doubled, mixed up or late.</summary>
public sealed class StressTests
{
    private const int Publishers = 4;
    private const int MessagesEach = 1500;

    [Theory]
    [InlineData(MqttQoS.AtLeastOnce)]
    [InlineData(MqttQoS.ExactlyOnce)]
    public async Task Relay_ManyAtOnce_EachReceiverGetsEveryMessageOnceInOrder(MqttQoS qos)
    {
        var limits = new Mqtt.Broker.BrokerLimits { Client = new() { QueueMessages = 100_000, QueueBytes = 1 << 28 } };
        await using var fixture = new BrokerFixture(limits);
        var receivers = new List<Task>();
        foreach (var (version, narrow, receiveMaximum) in new[]
        {
            (MqttProtocolVersion.V5, true, (ushort)7),
            (MqttProtocolVersion.V5, false, (ushort)300),
            (MqttProtocolVersion.V311, true, ushort.MaxValue),
            (MqttProtocolVersion.V311, false, ushort.MaxValue),
        })
        {
            var pipes = narrow ? new PipeOptions(pauseWriterThreshold: 3000, resumeWriterThreshold: 1000, useSynchronizationContext: false) : null;
            var client = fixture.Open(version, toClient: pipes);
            await client.SendAsync(new ConnectPacket { ClientId = $"r{receivers.Count}", Version = version, ReceiveMaximum = receiveMaximum });
            await client.ReceiveAsync<ConnAckPacket>();
            await client.SubscribeAsync(new SubscriptionRequest("s/#", qos));
            receivers.Add(Task.Run(() => ReceiveAsync(client)));
        }

        var publishers = Enumerable.Range(0, Publishers).Select(i => Task.Run(() => PublishAsync(fixture, i, qos)));

        await Task.WhenAll(receivers.Concat(publishers)).WaitAsync(TimeSpan.FromMinutes(5));
    }

    private static async Task PublishAsync(BrokerFixture fixture, int publisher, MqttQoS qos)
    {
        var client = await fixture.ConnectAsync($"p{publisher}", publisher % 2 == 0 ? MqttProtocolVersion.V5 : MqttProtocolVersion.V311);
        var open = 0;
        for (var sent = 0; sent < MessagesEach || open > 0;)
        {
            while (sent < MessagesEach && open < 32)
            {
                await client.PublishAsync($"s/{publisher}", $"{sent} " + new string('x', sent % 300), qos, (ushort)(1 + (sent % 1000)));
                sent++;
                open++;
            }

            var ack = await client.ReceiveAckAsync();
            if (ack.Type == MqttPacketType.PubRec)
            {
                await client.SendAsync(new AckPacket(MqttPacketType.PubRel, ack.PacketId));
            }
            else
            {
                open--;
            }
        }
    }

    private static async Task ReceiveAsync(TestClient client)
    {
        var next = new int[Publishers];
        while (next.Any(count => count < MessagesEach))
        {
            switch (await client.NextAsync())
            {
                case PublishPacket message:
                    var publisher = message.Topic[^1] - '0';
                    var number = next[publisher]++;
                    Assert.Equal($"{number} " + new string('x', number % 300), TestClient.Text(message.Payload));
                    var answer = message.QoS == MqttQoS.AtLeastOnce ? MqttPacketType.PubAck : MqttPacketType.PubRec;
                    await client.SendAsync(new AckPacket(answer, message.PacketId));
                    break;
                case AckPacket { Type: MqttPacketType.PubRel } release:
                    await client.SendAsync(new AckPacket(MqttPacketType.PubComp, release.PacketId));
                    break;
                case var other:
                    Assert.Fail($"Unexpected: {other ?? "the end"}");
                    break;
            }
        }
    }

    [Fact]
    public async Task Connections_ComingAndGoing_LeaveNothingBehind()
    {
        await using var fixture = new BrokerFixture(new Mqtt.Broker.BrokerLimits { NewConnectionsPerSecond = 100_000 });
        var steady = await fixture.ConnectAsync("steady");
        await steady.SubscribeAsync(new SubscriptionRequest("s/#"));

        await Task.WhenAll(Enumerable.Range(0, 8).Select(worker => Task.Run(async () =>
        {
            for (var i = 0; i < 40; i++)
            {
                // Two workers fight for each client id.
                var client = fixture.Open();
                await client.SendAsync(new ConnectPacket { ClientId = $"c{worker / 2}", CleanStart = i % 2 == 0, SessionExpiryInterval = (uint)(i % 3) });
                await client.SendAsync(new SubscribePacket { PacketId = 1, Subscriptions = [new("s/#", MqttQoS.AtLeastOnce), new("$share/g/s/#")] });
                await client.PublishAsync("s/x", "1", MqttQoS.AtLeastOnce, 1);
                await client.BreakAsync();
            }
        })));
        fixture.Clock.Advance(TimeSpan.FromSeconds(5));

        Assert.Equal("steady", Assert.Single(fixture.Broker.Clients).ClientId);
        Assert.Equal(1, fixture.Broker.Runtime.Sessions.Count);
        Assert.Equal(0, fixture.Broker.Runtime.Sessions.Offline);
        Assert.Equal(1, fixture.Broker.Runtime.Subscriptions.Count);
        Assert.Equal(1, fixture.Broker.Runtime.Admission.Connections);
    }
}
