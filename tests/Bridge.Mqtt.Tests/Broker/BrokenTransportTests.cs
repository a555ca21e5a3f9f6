using System.IO.Pipelines;
using Bridge.Mqtt.Broker;
using Bridge.Mqtt.Packets;

namespace Bridge.Mqtt.Tests.Broker;

public sealed class BrokenTransportTests
{
    private static readonly PipeOptions Narrow = new(
        readerScheduler: PipeScheduler.Inline, writerScheduler: PipeScheduler.Inline, pauseWriterThreshold: 64, resumeWriterThreshold: 32, useSynchronizationContext: false);

    [Fact]
    public async Task Transport_ThatThrowsWhenItIsFilledAgain_EndsItsConnectionAndNothingElse()
    {
        await using var fixture = new BrokerFixture();
        BrokenWriter writer = null!;
        var client = new InlineClient(fixture, "c", toClient: Narrow, written: output => writer = new BrokenWriter(output));
        client.Ask(new SubscribePacket { PacketId = 1, Subscriptions = [new("t")] });
        Publish(fixture);
        Assert.True(fixture.Broker.Runtime.Sessions.All.Single().Connection!.Writer.HasPendingFlush);
        Publish(fixture);
        writer.IsBroken = true;

        // Room again: the flush ends here, and the second message is to be written, by whoever made the room.
        Assert.NotEqual(0, client.Drain());

        await Until.TrueAsync("its connection has ended", () => !fixture.Broker.Runtime.Connections.All.Any());
    }

    private static void Publish(BrokerFixture fixture) =>
        fixture.Broker.Publish(new MqttApplicationMessage { Topic = "t", Payload = new byte[100] });

    private sealed class BrokenWriter(PipeWriter inner) : PipeWriter
    {
        public bool IsBroken { get; set; }

        public override void Advance(int bytes) => inner.Advance(bytes);

        public override Memory<byte> GetMemory(int sizeHint = 0) => IsBroken ? throw new InvalidOperationException("broken") : inner.GetMemory(sizeHint);

        public override Span<byte> GetSpan(int sizeHint = 0) => GetMemory(sizeHint).Span;

        public override ValueTask<FlushResult> FlushAsync(CancellationToken cancellationToken = default) => inner.FlushAsync(cancellationToken);

        public override void CancelPendingFlush() => inner.CancelPendingFlush();

        public override void Complete(Exception? exception = null) => inner.Complete(exception);
    }
}
