using System.Buffers;

namespace Bridge.Mqtt.Tests.WebSockets;

/// <summary>Payloads of every length class, whole and in pieces, both ways.</summary>
public sealed class FramingTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(125)]
    [InlineData(126)]
    [InlineData(127)]
    [InlineData(128)]
    [InlineData(4096)]
    [InlineData(65_535)]
    [InlineData(65_536)]
    [InlineData(262_144)]
    public async Task Read_BinaryFrameOfAnyLength_DeliversItsPayload(int length)
    {
        using var peer = new RawPeer();
        await peer.SendAsync(TestFrame.Of(TestFrame.Binary, length));
        await peer.SendAsync(TestFrame.CloseOf(1000));

        Assert.Equal(TestFrame.Bytes(length), await peer.ReadToEndAsync());
        Assert.Equal(1000, (int)peer.Socket.Closure.Code);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(997)]
    public async Task Read_FramesInPieces_DeliversThemInOrder(int piece)
    {
        using var peer = new RawPeer(segment: 64);
        var expected = TestFrame.Bytes(20_000);
        byte[] wire = [.. expected.Chunk(333).SelectMany(chunk => new TestFrame(TestFrame.Binary, chunk).Encode()), .. TestFrame.CloseOf(1000).Encode()];
        var reading = peer.ReadToEndAsync();
        foreach (var part in wire.Chunk(piece))
        {
            await peer.SendAsync(part);
        }

        Assert.Equal(expected, await reading);
    }

    [Fact]
    public async Task Read_ManyFramesInOneBuffer_ArriveAsOneSpan()
    {
        using var peer = new RawPeer();
        await peer.SendAsync(TestFrame.Concat(Enumerable.Range(0, 10).Select(i => new TestFrame(TestFrame.Binary, TestFrame.Bytes(100, i * 100)))));

        var read = await peer.Socket.Input.ReadAsync();
        Assert.True(read.Buffer.IsSingleSegment);
        Assert.Equal(TestFrame.Bytes(1000), read.Buffer.ToArray());
        peer.Socket.Input.AdvanceTo(read.Buffer.End);
    }

    [Theory]
    [InlineData(1, 0)]
    [InlineData(125, 0)]
    [InlineData(126, 2)]
    [InlineData(4000, 2)]
    public async Task Write_OneFlush_IsOneFrameWithTheShortestLength(int length, int lengthBytes)
    {
        using var peer = new RawPeer();
        peer.Socket.Output.Write(TestFrame.Bytes(length));
        await peer.Socket.Output.FlushAsync();

        var frame = await peer.NextFrameAsync();
        Assert.Equal((TestFrame.Binary, true, false, 0, lengthBytes), (frame.Opcode, frame.Final, frame.Masked, frame.Reserved, frame.LengthBytes));
        Assert.Equal(TestFrame.Bytes(length), frame.Payload);
        Assert.False(peer.HasOutput());
    }

    [Fact]
    public async Task Write_ManyPacketsBeforeAFlush_ShareAFrame()
    {
        using var peer = new RawPeer();
        for (var i = 0; i < 30; i++)
        {
            peer.Socket.Output.Write(TestFrame.Bytes(100, i * 100));
        }

        await peer.Socket.Output.FlushAsync();
        Assert.Equal(TestFrame.Bytes(3000), (await peer.NextFrameAsync()).Payload);
        Assert.False(peer.HasOutput());
    }

    [Theory]
    [InlineData(100_000)]
    [InlineData(70_000)]
    public async Task Write_MoreThanABlock_IsAFewWholeFrames(int length)
    {
        using var peer = new RawPeer();
        peer.Socket.Output.Write(TestFrame.Bytes(length));
        await peer.Socket.Output.FlushAsync();

        var payload = new List<byte>();
        while (peer.HasOutput())
        {
            var frame = await peer.NextFrameAsync();
            Assert.True(frame.Final && frame.Opcode == TestFrame.Binary && frame.Payload.Length >= 256 || payload.Count + frame.Payload.Length == length);
            payload.AddRange(frame.Payload);
        }

        Assert.Equal(TestFrame.Bytes(length), payload);
    }

    [Fact]
    public async Task GetMemory_OfMoreThan64KiB_IsOneFrameWithALongLength()
    {
        using var peer = new RawPeer();
        TestFrame.Bytes(100_000).CopyTo(peer.Socket.Output.GetMemory(100_000));
        peer.Socket.Output.Advance(100_000);
        await peer.Socket.Output.FlushAsync();

        var frame = await peer.NextFrameAsync();
        Assert.Equal(8, frame.LengthBytes);
        Assert.Equal(TestFrame.Bytes(100_000), frame.Payload);
    }

    [Fact]
    public async Task Flush_WithNothingWritten_SendsNothing()
    {
        using var peer = new RawPeer();
        peer.Socket.Output.GetMemory(100);
        await peer.Socket.Output.FlushAsync();
        Assert.False(peer.HasOutput());
    }
}
