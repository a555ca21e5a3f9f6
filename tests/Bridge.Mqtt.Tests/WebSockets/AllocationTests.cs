using System.Buffers;
using Bridge.Mqtt.Tests.Limits;

namespace Bridge.Mqtt.Tests.WebSockets;

[Collection(PoolCollection.Name)]
public sealed class AllocationTests
{
    private const int Turns = 10_000;

    [Fact]
    public async Task Frames_InTheSteadyState_CostNoAllocation()
    {
        using var peer = new RawPeer();
        var wire = TestFrame.Concat(Enumerable.Repeat(TestFrame.Of(2, 200), 10));
        var payload = TestFrame.Bytes(200);
        for (var i = 0; i < Turns; i++)
        {
            await TurnAsync();
        }

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < Turns; i++)
        {
            await TurnAsync();
        }

        // Everything completes synchronously, so this is one thread's doing. A turn is ten frames in and one out.
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, Turns * 8);

        ValueTask<bool> TurnAsync()
        {
            peer.Feed(wire);
            Assert.True(peer.Socket.Input.TryRead(out var read));
            peer.Socket.Input.AdvanceTo(read.Buffer.End);
            peer.Socket.Output.Write(payload);
            var flush = peer.Socket.Output.FlushAsync();
            Assert.True(flush.IsCompletedSuccessfully);
            _ = flush.Result;
            peer.DiscardOutput();
            return new(true);
        }
    }
}
