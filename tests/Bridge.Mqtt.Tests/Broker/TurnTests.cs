using System.IO.Pipelines;
using Bridge.Mqtt.Broker;
using Bridge.Mqtt.Packets;

namespace Bridge.Mqtt.Tests.Broker;

public sealed class TurnTests
{
    [Fact]
    public async Task Transport_ThatThrowsWhileItIsAdvanced_KeepsNothingFromOthersOnItsThread()
    {
        await using var fixture = new BrokerFixture();
        var receiver = new InlineClient(fixture, "receiver");
        receiver.Ask(new SubscribePacket { PacketId = 1, Subscriptions = [new("t")] });
        BreakingReader reader = null!;
        var breaking = new InlineClient(fixture, "breaking", read: input => reader = new BreakingReader(input));
        reader.IsBroken = true;

        breaking.Send(breaking.Bytes(new PublishPacket { Topic = "other" }));
        fixture.Broker.Publish(new MqttApplicationMessage { Topic = "t", Payload = TestClient.Bytes("x") });

        Assert.True(reader.HasThrown);
        Assert.NotEqual(0, receiver.Drain());
    }

    private sealed class BreakingReader(PipeReader inner) : PipeReader
    {
        public bool IsBroken { get; set; }

        public bool HasThrown { get; private set; }

        public override void AdvanceTo(SequencePosition consumed) => AdvanceTo(consumed, consumed);

        public override void AdvanceTo(SequencePosition consumed, SequencePosition examined)
        {
            if (IsBroken)
            {
                HasThrown = true;
                throw new InvalidOperationException("broken");
            }

            inner.AdvanceTo(consumed, examined);
        }

        public override void CancelPendingRead() => inner.CancelPendingRead();

        public override void Complete(Exception? exception = null) => inner.Complete(exception);

        public override ValueTask<ReadResult> ReadAsync(CancellationToken cancellationToken = default) => inner.ReadAsync(cancellationToken);

        public override bool TryRead(out ReadResult result) => inner.TryRead(out result);
    }
}
