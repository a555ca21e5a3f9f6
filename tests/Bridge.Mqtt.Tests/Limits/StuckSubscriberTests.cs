using System.Buffers;
using System.IO.Pipelines;
using Bridge.Mqtt.Broker;
using Bridge.Mqtt.Codec;
using Bridge.Mqtt.Packets;
using Bridge.Mqtt.Tests.Broker;

namespace Bridge.Mqtt.Tests.Limits;

/// <summary>
/// What a subscriber that never reads costs whoever publishes, counted and not timed: once its queue is full, nothing is written or
/// flushed to it, nothing is allocated, no timer is set, and each message goes in for one that goes out. Everything runs inline on the test's
/// thread, so that the thread's own counter sees all of it.
/// </summary>
[Collection(PoolCollection.Name)]
public sealed class StuckSubscriberTests
{
    private const int Messages = 20_000;
    private const int QueueBytes = 64 * 1024;

    private static readonly PipeOptions Inline = new(readerScheduler: PipeScheduler.Inline, writerScheduler: PipeScheduler.Inline, useSynchronizationContext: false);
    private static readonly PipeOptions Narrow = new(
        readerScheduler: PipeScheduler.Inline, writerScheduler: PipeScheduler.Inline, pauseWriterThreshold: 2048, resumeWriterThreshold: 1024, useSynchronizationContext: false);

    [Fact]
    public async Task Publish_BesideAStuckSubscriber_DoesNothingForItButToKeepTheNewest()
    {
        var clock = new TestClock();
        await using var fixture = new BrokerFixture(new BrokerLimits { Client = new ClientLimits { QueueBytes = QueueBytes } }, clock: clock);
        var publisher = Connect(fixture, "publisher", Inline, out _);
        var reader = Connect(fixture, "reader", Inline, out _);
        Subscribe(reader, "t/1");
        var stuck = Connect(fixture, "stuck", Narrow, out var toStuck);
        Subscribe(stuck, "#");
        var batch = Bytes(new PublishPacket { Topic = "t/1", Payload = new byte[200] }, times: 10);
        var warm = Run(publisher, reader, batch);

        var calls = toStuck.Calls;
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

    private static long Run(IDuplexPipe publisher, IDuplexPipe reader, byte[] batch)
    {
        long received = 0;
        for (var i = 0; i < Messages / 10; i++)
        {
            Send(publisher, batch);
            received += Drain(reader);
        }

        return received;
    }

    private static IDuplexPipe Connect(BrokerFixture fixture, string clientId, PipeOptions toClient, out CountingPipeWriter counted)
    {
        var pipes = new DuplexPipePair(toClient: toClient, toServer: Inline);
        counted = new CountingPipeWriter(pipes.Server.Output);
        _ = fixture.Broker.ServeAsync(new CountedPipe(pipes.Server.Input, counted), new MqttTransport());
        Send(pipes.Client, Bytes(new ConnectPacket { ClientId = clientId }));
        Assert.NotEqual(0, Drain(pipes.Client));
        return pipes.Client;
    }

    private static void Subscribe(IDuplexPipe client, string filter)
    {
        Send(client, Bytes(new SubscribePacket { PacketId = 1, Subscriptions = [new(filter)] }));
        Assert.NotEqual(0, Drain(client));
    }

    private static void Send(IDuplexPipe pipe, byte[] bytes)
    {
        pipe.Output.Write(bytes);
#pragma warning disable CA2012 // Not awaited, since an await could move to another thread, whose allocations nobody counts.
        Assert.True(pipe.Output.FlushAsync().IsCompletedSuccessfully);
#pragma warning restore CA2012
    }

    private static long Drain(IDuplexPipe pipe)
    {
        if (!pipe.Input.TryRead(out var result))
        {
            return 0;
        }

        var length = result.Buffer.Length;
        pipe.Input.AdvanceTo(result.Buffer.End);
        return length;
    }

    private static byte[] Bytes(MqttPacket packet, int times = 1)
    {
        var output = new ArrayBufferWriter<byte>();
        for (var i = 0; i < times; i++)
        {
            MqttPacketWriter.Write(output, packet, MqttProtocolVersion.V5);
        }

        return output.WrittenSpan.ToArray();
    }

    private sealed record CountedPipe(PipeReader Input, PipeWriter Output) : IDuplexPipe;
}
