using System.Buffers;

namespace Bridge.Mqtt.Tests.WebSockets;

/// <summary>Control frames and the stream take turns, also when the peer does not read.</summary>
public sealed class BackpressureTests
{
    [Fact]
    public async Task Flush_WhileAPongWaitsForThePeer_ComesAfterIt()
    {
        using var peer = new RawPeer(pauseOutputAt: 100);
        await peer.SendAsync(TestFrame.Of(TestFrame.Ping, 120));
        Assert.False(peer.Socket.Input.TryRead(out _));

        peer.Socket.Output.Write(TestFrame.Bytes(50));
        peer.Socket.Output.Write(TestFrame.Bytes(5000, 50));
        Assert.Equal(5050, peer.Socket.Output.UnflushedBytes);
        var flushing = peer.Socket.Output.FlushAsync().AsTask();
        Assert.False(flushing.IsCompleted);

        Assert.Equal(TestFrame.Pong, (await peer.NextFrameAsync()).Opcode);
        var payload = new List<byte>();
        while (payload.Count < 5050)
        {
            payload.AddRange((await peer.NextFrameAsync()).Payload);
        }

        await flushing;
        Assert.Equal(TestFrame.Bytes(5050), payload);
    }

    [Fact]
    public async Task Pong_WhileTheStreamWaitsForThePeer_ComesAfterIt()
    {
        using var peer = new RawPeer(pauseOutputAt: 100);
        peer.Socket.Output.Write(TestFrame.Bytes(500));
        var flushing = peer.Socket.Output.FlushAsync().AsTask();
        await peer.SendAsync(TestFrame.Of(TestFrame.Ping, 3));
        Assert.False(peer.Socket.Input.TryRead(out _));

        Assert.Equal(TestFrame.Bytes(500), (await peer.NextFrameAsync()).Payload);
        Assert.Equal(TestFrame.Pong, (await peer.NextFrameAsync()).Opcode);
        await flushing;
        Assert.False(peer.HasOutput());
    }

    [Fact]
    public async Task CloseAsync_WithAPeerThatDoesNotRead_EndsInTime()
    {
        using var peer = new RawPeer(pauseOutputAt: 100);
        await peer.SendAsync(TestFrame.Of(TestFrame.Ping, 120));
        Assert.False(peer.Socket.Input.TryRead(out _));
        await peer.Socket.CloseAsync(new(Mqtt.WebSockets.WebSocketCloseCode.Normal, ""), TimeSpan.FromMilliseconds(50));
        Assert.Equal(TestFrame.Pong, (await peer.NextFrameAsync()).Opcode);
    }

    [Fact]
    public async Task Flush_ThatIsCancelled_LeavesTheTurnToOthers()
    {
        using var peer = new RawPeer(pauseOutputAt: 100);
        peer.Socket.Output.Write(TestFrame.Bytes(500));
        using var cancellation = new CancellationTokenSource();
        var flushing = peer.Socket.Output.FlushAsync(cancellation.Token).AsTask();
        await cancellation.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => flushing);

        Assert.Equal(TestFrame.Bytes(500), (await peer.NextFrameAsync()).Payload);
        await peer.SendAsync(TestFrame.Of(TestFrame.Ping, 3));
        Assert.False(peer.Socket.Input.TryRead(out _));
        Assert.Equal(TestFrame.Pong, (await peer.NextFrameAsync()).Opcode);
    }

    [Fact]
    public async Task Buffer_UnderASteadyStreamWithAnUnfinishedPacket_DoesNotGrow()
    {
        using var peer = new RawPeer();
        var held = 0L;
        var input = peer.Socket.Input;
        await peer.SendAsync(TestFrame.Of(TestFrame.Binary, 100));
        for (var i = 0; i < 20_000; i++)
        {
            // A parser that always has a part of a packet left.
            Assert.True(input.TryRead(out var read));
            var leave = Math.Min(50, read.Buffer.Length);
            input.AdvanceTo(read.Buffer.GetPosition(read.Buffer.Length - leave), read.Buffer.End);
            await peer.SendAsync(TestFrame.Of(TestFrame.Binary, 10));
            held = Math.Max(held, peer.IncomingHeld());
        }

        Assert.InRange(held, 1, 4096);
    }
}
