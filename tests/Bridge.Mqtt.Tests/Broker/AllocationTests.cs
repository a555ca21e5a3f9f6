using System.Buffers;
using System.IO.Pipelines;
using Bridge.Mqtt.Broker;
using Bridge.Mqtt.Codec;
using Bridge.Mqtt.Packets;

namespace Bridge.Mqtt.Tests.Broker;

/// <summary>
/// A QoS 0 message costs no allocation once everything is warm. Everything runs inline on the test's thread, so that the
/// thread's own counter sees all of it.
/// </summary>
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
        var publisher = Connect(fixture, version, "p");
        var receivers = Enumerable.Range(0, subscribers).Select(i => Connect(fixture, version, $"s{i}")).ToList();
        foreach (var receiver in receivers)
        {
            Send(receiver, Bytes(new SubscribePacket { PacketId = 1, Subscriptions = [new("t/1")] }, version));
            Assert.NotEqual(0, Drain(receiver));
        }

        var batch = Bytes(new PublishPacket { Topic = "t/1", Payload = new byte[200] }, version, times: 10);
        Run(publisher, receivers, batch, Messages / 10);

        var before = GC.GetAllocatedBytesForCurrentThread();
        var received = Run(publisher, receivers, batch, Messages / 10);
        var perMessage = (GC.GetAllocatedBytesForCurrentThread() - before) / (double)Messages;

        Assert.Equal((long)Messages * subscribers * batch.Length / 10, received);
        Assert.True(perMessage < 2, $"{perMessage:F1} bytes a message");
    }

    private static long Run(IDuplexPipe publisher, List<IDuplexPipe> receivers, byte[] batch, int batches)
    {
        long received = 0;
        for (var i = 0; i < batches; i++)
        {
            Send(publisher, batch);
            foreach (var receiver in receivers)
            {
                received += Drain(receiver);
            }
        }

        return received;
    }

    private static IDuplexPipe Connect(BrokerFixture fixture, MqttProtocolVersion version, string clientId)
    {
        var inline = new PipeOptions(readerScheduler: PipeScheduler.Inline, writerScheduler: PipeScheduler.Inline, useSynchronizationContext: false);
        var pipes = new DuplexPipePair(toClient: inline, toServer: inline);
        _ = fixture.Broker.ServeAsync(pipes.Server, new MqttTransport());
        Send(pipes.Client, Bytes(new ConnectPacket { ClientId = clientId, Version = version }, version));
        Assert.NotEqual(0, Drain(pipes.Client));
        return pipes.Client;
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

    private static byte[] Bytes(MqttPacket packet, MqttProtocolVersion version, int times = 1)
    {
        var output = new ArrayBufferWriter<byte>();
        for (var i = 0; i < times; i++)
        {
            MqttPacketWriter.Write(output, packet, version);
        }

        return output.WrittenSpan.ToArray();
    }
}
