using Bridge.Mqtt.Packets;
using Bridge.Mqtt.Tests.Limits;

namespace Bridge.Mqtt.Tests.Broker;

/// <summary>A QoS 0 message costs no allocation once everything is warm.</summary>
[Collection(PoolCollection.Name)]
public sealed class AllocationTests
{
    private const int Messages = 20_000;

    [Theory]
    [InlineData(MqttProtocolVersion.V311, 1)]
    [InlineData(MqttProtocolVersion.V5, 1)]
    [InlineData(MqttProtocolVersion.V5, 10)]
    public async Task Publish_QoS0Steady_AllocatesNothingPerMessage(MqttProtocolVersion version, int subscribers)
    {
        await using var fixture = new BrokerFixture();
        var publisher = new InlineClient(fixture, "p", version);
        var receivers = Enumerable.Range(0, subscribers).Select(i => new InlineClient(fixture, $"s{i}", version)).ToList();
        receivers.ForEach(receiver => receiver.Ask(new SubscribePacket { PacketId = 1, Subscriptions = [new("t/1")] }));
        var batch = publisher.Bytes(new PublishPacket { Topic = "t/1", Payload = new byte[200] }, times: 10);
        Run(publisher, receivers, batch);

        var before = GC.GetAllocatedBytesForCurrentThread();
        var received = Run(publisher, receivers, batch);
        var perMessage = (GC.GetAllocatedBytesForCurrentThread() - before) / (double)Messages;

        Assert.Equal((long)Messages * subscribers * batch.Length / 10, received);
        Assert.True(perMessage < 2, $"{perMessage:F1} bytes a message");
    }

    private static long Run(InlineClient publisher, List<InlineClient> receivers, byte[] batch)
    {
        long received = 0;
        for (var i = 0; i < Messages / 10; i++)
        {
            publisher.Send(batch);
            foreach (var receiver in receivers)
            {
                received += receiver.Drain();
            }
        }

        return received;
    }
}
