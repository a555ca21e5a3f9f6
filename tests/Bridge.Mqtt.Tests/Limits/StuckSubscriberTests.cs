using System.IO.Pipelines;
using Bridge.Mqtt.Broker;
using Bridge.Mqtt.Packets;
using Bridge.Mqtt.Tests.Broker;

namespace Bridge.Mqtt.Tests.Limits;

/// <summary>
/// What a subscriber that never reads costs whoever publishes, counted and not timed: once its queue is full, nothing is written or
/// flushed to it, nothing is allocated, no timer is set, and each message goes in for one that goes out.
/// </summary>
[Collection(PoolCollection.Name)]
public sealed class StuckSubscriberTests
{
    private const int Messages = 20_000;
    private const int QueueBytes = 64 * 1024;

    private static readonly PipeOptions Narrow = new(
        readerScheduler: PipeScheduler.Inline, writerScheduler: PipeScheduler.Inline, pauseWriterThreshold: 2048, resumeWriterThreshold: 1024, useSynchronizationContext: false);

    [Fact]
    public async Task Publish_BesideAStuckSubscriber_DoesNothingForItButToKeepTheNewest()
    {
        var clock = new TestClock();
        await using var fixture = new BrokerFixture(new BrokerLimits { Client = new ClientLimits { QueueBytes = QueueBytes } }, clock: clock);
        var publisher = new InlineClient(fixture, "publisher");
        var reader = new InlineClient(fixture, "reader");
        reader.Ask(new SubscribePacket { PacketId = 1, Subscriptions = [new("t/1")] });
        CountingPipeWriter toStuck = null!;
        var stuck = new InlineClient(fixture, "stuck", toClient: Narrow, written: writer => toStuck = new CountingPipeWriter(writer));
        stuck.Ask(new SubscribePacket { PacketId = 1, Subscriptions = [new("#")] });
        var batch = publisher.Bytes(new PublishPacket { Topic = "t/1", Payload = new byte[200] }, times: 10);
        var warm = Run(publisher, reader, batch);

        var calls = toStuck.Calls;
        Assert.NotEqual(0, calls);
        var drops = fixture.Broker.Runtime.Metrics.DropCount;
        var timers = clock.Timers;
        var before = GC.GetAllocatedBytesForCurrentThread();
        var received = Run(publisher, reader, batch);
        var perMessage = (GC.GetAllocatedBytesForCurrentThread() - before) / (double)Messages;

        Assert.Equal(warm, received);
        Assert.Equal((long)Messages * batch.Length / 10, received);
        Assert.Equal(calls, toStuck.Calls);
        Assert.Equal(timers, clock.Timers);
        Assert.Equal(Messages, fixture.Broker.Runtime.Metrics.DropCount - drops);
        Assert.True(perMessage < 2, $"{perMessage:F1} bytes a message");
    }

    private static long Run(InlineClient publisher, InlineClient reader, byte[] batch)
    {
        long received = 0;
        for (var i = 0; i < Messages / 10; i++)
        {
            publisher.Send(batch);
            received += reader.Drain();
        }

        return received;
    }
}
