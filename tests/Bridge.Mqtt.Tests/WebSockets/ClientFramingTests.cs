using System.Buffers;
using Bridge.Mqtt.WebSockets;

namespace Bridge.Mqtt.Tests.WebSockets;

/// <summary>The client's role: masks what it sends, with a fresh key each, and takes unmasked frames.</summary>
public sealed class ClientFramingTests
{
    private static readonly WebSocketOptions Client = new() { Role = WebSocketRole.Client, PingInterval = TimeSpan.Zero };

    [Theory]
    [InlineData(1)]
    [InlineData(125)]
    [InlineData(126)]
    [InlineData(4000)]
    public async Task Write_AnyLength_IsMaskedWithAFreshKey(int length)
    {
        using var peer = new RawPeer(Client);
        var keys = new HashSet<uint>();
        for (var i = 0; i < 100; i++)
        {
            peer.Socket.Output.Write(TestFrame.Bytes(length));
            await peer.Socket.Output.FlushAsync();
            var frame = await peer.NextFrameAsync();
            Assert.True(frame.Masked);
            Assert.Equal(TestFrame.Bytes(length), frame.Payload);
            keys.Add(frame.Key);
        }

        Assert.InRange(keys.Count, 99, 100);
    }

    [Fact]
    public async Task Read_UnmaskedFrames_DeliversThem()
    {
        using var peer = new RawPeer(Client, segment: 64);
        var frames = Enumerable.Range(0, 50).Select(i => new TestFrame(2, TestFrame.Bytes(77, i * 77), Masked: false));
        await peer.SendAsync(TestFrame.Concat(frames));
        Assert.Equal(TestFrame.Bytes(50 * 77), await peer.ReadAsync(50 * 77));
    }

    [Fact]
    public async Task Ping_IsAnsweredMasked()
    {
        using var peer = new RawPeer(Client);
        await peer.SendAsync(new TestFrame(TestFrame.Ping, [1, 2, 3], Masked: false));
        Assert.False(peer.Socket.Input.TryRead(out _));
        var pong = await peer.NextFrameAsync();
        Assert.True(pong.Masked);
        Assert.Equal([1, 2, 3], pong.Payload);
    }
}
