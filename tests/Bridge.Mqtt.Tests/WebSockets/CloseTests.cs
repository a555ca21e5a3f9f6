using System.Buffers;
using Bridge.Mqtt.WebSockets;

namespace Bridge.Mqtt.Tests.WebSockets;

/// <summary>The closing handshake: RFC 6455 sections 5.5.1 and 7.</summary>
public sealed class CloseTests
{
    private static readonly TimeSpan Soon = TimeSpan.FromMilliseconds(100);

    [Theory]
    [InlineData(1000)]
    [InlineData(1001)]
    [InlineData(1002)]
    [InlineData(1003)]
    [InlineData(1007)]
    [InlineData(1008)]
    [InlineData(1009)]
    [InlineData(1010)]
    [InlineData(1011)]
    [InlineData(1012)]
    [InlineData(1013)]
    [InlineData(1014)]
    [InlineData(3000)]
    [InlineData(3999)]
    [InlineData(4000)]
    [InlineData(4999)]
    public async Task Close_WithACodeThatMayBeSent_IsEchoed(int code)
    {
        using var peer = new RawPeer();
        await peer.SendAsync(TestFrame.CloseOf(code, "über"));
        Assert.Empty(await peer.ReadToEndAsync());
        Assert.Equal((code, "über"), ((int)peer.Socket.Closure.Code, peer.Socket.Closure.Reason));
        Assert.Equal([(byte)(code >> 8), (byte)code], (await peer.NextFrameAsync()).Payload);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(999)]
    [InlineData(1004)]
    [InlineData(1005)]
    [InlineData(1006)]
    [InlineData(1015)]
    [InlineData(1016)]
    [InlineData(1100)]
    [InlineData(2000)]
    [InlineData(2999)]
    [InlineData(5000)]
    [InlineData(65_535)]
    public async Task Close_WithACodeThatMustNotBeSent_IsAProtocolError(int code)
    {
        using var peer = new RawPeer();
        await peer.SendAsync(TestFrame.CloseOf(code));
        await peer.ReadToEndAsync();
        Assert.Equal(WebSocketCloseCode.ProtocolError, peer.Socket.Closure.Code);
        Assert.Equal([0x03, 0xEA], (await peer.NextFrameAsync()).Payload[..2]);
    }

    [Fact]
    public async Task Close_WithoutACode_IsAnsweredWithoutOne()
    {
        using var peer = new RawPeer();
        await peer.SendAsync(new TestFrame(TestFrame.Close, []));
        await peer.ReadToEndAsync();
        Assert.Equal(WebSocketCloseCode.NoStatus, peer.Socket.Closure.Code);
        Assert.Empty((await peer.NextFrameAsync()).Payload);
    }

    [Fact]
    public async Task Close_OfOneByte_IsAProtocolError()
    {
        using var peer = new RawPeer();
        await peer.SendAsync(new TestFrame(TestFrame.Close, [3]));
        await peer.ReadToEndAsync();
        Assert.Equal(WebSocketCloseCode.ProtocolError, peer.Socket.Closure.Code);
    }

    [Fact]
    public async Task Close_WithTheLongestReason_IsTaken()
    {
        using var peer = new RawPeer();
        await peer.SendAsync(TestFrame.CloseOf(1000, new string('x', 123)));
        await peer.ReadToEndAsync();
        Assert.Equal(123, peer.Socket.Closure.Reason.Length);
    }

    [Fact]
    public async Task Close_InsideAFragmentedMessage_EndsTheStream()
    {
        using var peer = new RawPeer();
        await peer.SendAsync(TestFrame.Concat(new TestFrame(2, TestFrame.Bytes(4), Final: false), TestFrame.CloseOf(1001)));
        Assert.Equal(TestFrame.Bytes(4), await peer.ReadToEndAsync());
        Assert.Equal(WebSocketCloseCode.GoingAway, peer.Socket.Closure.Code);
    }

    [Fact]
    public async Task Frames_AfterAClose_AreIgnored()
    {
        using var peer = new RawPeer();
        await peer.SendAsync(TestFrame.Concat(TestFrame.CloseOf(1000), TestFrame.Of(9, 5), TestFrame.Of(2, 5), TestFrame.CloseOf(1001)));
        Assert.Empty(await peer.ReadToEndAsync());
        Assert.Equal(TestFrame.Close, (await peer.NextFrameAsync()).Opcode);
        Assert.False(peer.HasOutput());
    }

    [Fact]
    public async Task Write_AfterTheClose_GoesNowhere()
    {
        using var peer = new RawPeer();
        await peer.SendAsync(TestFrame.CloseOf(1000));
        await peer.ReadToEndAsync();
        peer.Socket.Output.Write(TestFrame.Bytes(100_000));
        Assert.False((await peer.Socket.Output.FlushAsync()).IsCompleted);
        Assert.Equal(TestFrame.Close, (await peer.NextFrameAsync()).Opcode);
        Assert.False(peer.HasOutput());
    }

    [Fact]
    public async Task Connection_ThatJustEnds_IsAnAbnormalClosure()
    {
        using var peer = new RawPeer();
        await peer.SendAsync(TestFrame.Of(2, 5).Encode().AsMemory(0, 8));
        peer.Disconnect();
        Assert.Equal(TestFrame.Bytes(2), await peer.ReadToEndAsync());
        Assert.Equal(WebSocketCloseCode.Abnormal, peer.Socket.Closure.Code);
    }

    [Fact]
    public async Task CloseAsync_SaysGoodbyeAfterTheLastBytesAndWaitsForThePeer()
    {
        using var peer = new RawPeer();
        peer.Socket.Output.Write(TestFrame.Bytes(7));
        var closing = peer.Socket.CloseAsync(new(WebSocketCloseCode.GoingAway, "the relay stops"), TimeSpan.FromSeconds(30));
        Assert.Equal(TestFrame.Bytes(7), (await peer.NextFrameAsync()).Payload);
        Assert.Equal("the relay stops"u8.ToArray(), (await peer.NextFrameAsync()).Payload[2..]);
        Assert.False(closing.IsCompleted);

        await peer.SendAsync(TestFrame.Of(2, 100));
        await peer.SendAsync(TestFrame.CloseOf(1001));
        await closing;
        Assert.False(peer.HasOutput());
    }

    [Fact]
    public async Task CloseAsync_WithAPeerThatNeverAnswers_EndsInTime()
    {
        using var peer = new RawPeer();
        await peer.Socket.CloseAsync(new(WebSocketCloseCode.Normal, ""), Soon);
        Assert.Equal(TestFrame.Close, (await peer.NextFrameAsync()).Opcode);
    }

    [Fact]
    public async Task CloseAsync_AfterAnUnfinishedPacket_StillReadsToTheEnd()
    {
        using var peer = new RawPeer();
        await peer.SendAsync(TestFrame.Concat(TestFrame.Of(2, 10), TestFrame.CloseOf(1000)));
        var read = await peer.Socket.Input.ReadAsync();
        peer.Socket.Input.AdvanceTo(read.Buffer.Start, read.Buffer.End);
        await peer.Socket.CloseAsync(new(WebSocketCloseCode.Normal, ""), TimeSpan.FromSeconds(30));
        Assert.Equal([0x03, 0xE8], (await peer.NextFrameAsync()).Payload);
    }

    [Fact]
    public async Task CloseAsync_AfterARuleWasBroken_WaitsForTheEndOfTheConnection()
    {
        using var peer = new RawPeer();
        await peer.SendAsync(TestFrame.Of(TestFrame.Text, 3));
        await peer.ReadToEndAsync();
        var closing = peer.Socket.CloseAsync(new(WebSocketCloseCode.Normal, ""), TimeSpan.FromSeconds(30));
        Assert.False(closing.IsCompleted);
        await peer.SendAsync(TestFrame.Bytes(50));
        peer.Disconnect();
        await closing;
        Assert.Equal([0x03, 0xEB], (await peer.NextFrameAsync()).Payload[..2]);
    }
}
