using System.Buffers;
using System.Text;

namespace Bridge.Mqtt.Tests.WebSockets;

/// <summary>Pings from the peer: RFC 6455 sections 5.5.2 and 5.5.3.</summary>
public sealed class PingTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(5)]
    [InlineData(125)]
    public async Task Ping_WithPayload_IsAnsweredWithTheSame(int length)
    {
        using var peer = new RawPeer();
        var reading = peer.ReadAsync(1);
        await peer.SendAsync(TestFrame.Of(TestFrame.Ping, length));

        var pong = await peer.NextFrameAsync();
        Assert.Equal((TestFrame.Pong, true), (pong.Opcode, pong.Final));
        Assert.Equal(TestFrame.Bytes(length), pong.Payload);
        await peer.SendAsync(TestFrame.Of(TestFrame.Binary, 1));
        await reading;
    }

    [Fact]
    public async Task Ping_TenInARow_AreAnsweredInOrder()
    {
        using var peer = new RawPeer();
        await peer.SendAsync(TestFrame.Concat(Enumerable.Range(0, 10).Select(i => new TestFrame(TestFrame.Ping, Encoding.ASCII.GetBytes($"payload-{i}")))));
        Assert.False(peer.Socket.Input.TryRead(out _));
        for (var i = 0; i < 10; i++)
        {
            Assert.Equal($"payload-{i}", Encoding.ASCII.GetString((await peer.NextFrameAsync()).Payload));
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(125)]
    public async Task Pong_Unsolicited_IsIgnored(int length)
    {
        using var peer = new RawPeer();
        await peer.SendAsync(TestFrame.Of(TestFrame.Pong, length));
        await peer.SendAsync(TestFrame.Of(TestFrame.Binary, 3));
        Assert.Equal(TestFrame.Bytes(3), await peer.ReadAsync(3));
        Assert.False(peer.HasOutput());
    }

    [Fact]
    public async Task Ping_ByteByByte_IsAnswered()
    {
        using var peer = new RawPeer();
        var reading = peer.ReadAsync(1);
        foreach (var b in TestFrame.Of(TestFrame.Ping, 125).Encode())
        {
            await peer.SendAsync(new[] { b });
        }

        Assert.Equal(TestFrame.Bytes(125), (await peer.NextFrameAsync()).Payload);
        await peer.SendAsync(TestFrame.Of(TestFrame.Binary, 1));
        await reading;
    }

    [Fact]
    public async Task Ping_WhileAFrameIsBeingWritten_IsAnsweredAfterIt()
    {
        using var peer = new RawPeer();
        peer.Socket.Output.Write(TestFrame.Bytes(10));
        await peer.SendAsync(TestFrame.Of(TestFrame.Ping, 4));
        Assert.False(peer.Socket.Input.TryRead(out _));
        Assert.False(peer.HasOutput());

        peer.Socket.Output.Write(TestFrame.Bytes(10, 10));
        await peer.Socket.Output.FlushAsync();
        Assert.Equal(TestFrame.Bytes(20), (await peer.NextFrameAsync()).Payload);
        Assert.Equal(TestFrame.Pong, (await peer.NextFrameAsync()).Opcode);
    }

    [Fact]
    public async Task Ping_FloodFromAPeerThatDoesNotRead_IsBoundedAndTheLatestIsAnswered()
    {
        using var peer = new RawPeer();
        peer.Socket.Output.Write(TestFrame.Bytes(1));
        for (var i = 0; i < 10_000; i++)
        {
            await peer.SendAsync(new TestFrame(TestFrame.Ping, Encoding.ASCII.GetBytes($"{i}".PadRight(100))));
            Assert.False(peer.Socket.Input.TryRead(out _));
        }

        await peer.Socket.Output.FlushAsync();
        await peer.NextFrameAsync();
        var pongs = new List<string>();
        while (peer.HasOutput())
        {
            pongs.Add(Encoding.ASCII.GetString((await peer.NextFrameAsync()).Payload).Trim());
        }

        Assert.InRange(pongs.Count, 1, 32);
        Assert.Equal("9999", pongs[^1]);
    }
}
