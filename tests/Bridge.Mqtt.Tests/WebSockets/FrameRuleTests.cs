using Bridge.Mqtt.WebSockets;

namespace Bridge.Mqtt.Tests.WebSockets;

/// <summary>What a peer may not send, and the close code that says so. The stream ends, and what came before is delivered.</summary>
public sealed class FrameRuleTests
{
    public static TheoryData<string, byte[], int> Broken()
    {
        var data = new TheoryData<string, byte[], int>();
        for (var reserved = 1; reserved < 8; reserved++)
        {
            data.Add($"reserved bits {reserved}", new TestFrame(2, TestFrame.Bytes(3), Reserved: reserved).Encode(), 1002);
            data.Add($"reserved bits {reserved} on a ping", new TestFrame(9, [], Reserved: reserved).Encode(), 1002);
        }

        foreach (var opcode in (int[])[3, 4, 5, 6, 7, 11, 12, 13, 14, 15])
        {
            data.Add($"opcode {opcode}", TestFrame.Of(opcode, 5).Encode(), 1002);
            data.Add($"opcode {opcode}, empty", TestFrame.Of(opcode, 0).Encode(), 1002);
        }

        data.Add("text", TestFrame.Of(1, 5).Encode(), 1003);
        data.Add("text, empty", TestFrame.Of(1, 0).Encode(), 1003);
        data.Add("unmasked", new TestFrame(2, TestFrame.Bytes(5), Masked: false).Encode(), 1002);
        data.Add("unmasked close", new TestFrame(8, [], Masked: false).Encode(), 1002);
        data.Add("ping of 126 bytes", TestFrame.Of(9, 126).Encode(), 1002);
        data.Add("pong of 70,000 bytes", TestFrame.Of(10, 70_000).Encode(), 1002);
        data.Add("close of 126 bytes", TestFrame.Of(8, 126).Encode(), 1002);
        data.Add("fragmented ping", new TestFrame(9, [], Final: false).Encode(), 1002);
        data.Add("fragmented close", new TestFrame(8, [], Final: false).Encode(), 1002);
        data.Add("continuation of nothing", TestFrame.Of(0, 5).Encode(), 1002);
        data.Add("continuation of nothing, not final", new TestFrame(0, [], Final: false).Encode(), 1002);
        data.Add("two messages interleaved", TestFrame.Concat(new(2, [], Final: false), new(2, [])), 1002);
        data.Add("text inside a message", TestFrame.Concat(new(2, [], Final: false), new(1, [])), 1003);
        data.Add("continuation after the end", TestFrame.Concat(new(2, [], Final: false), new(0, []), new(0, [])), 1002);
        data.Add("16-bit length for 125", (TestFrame.Of(2, 125) with { LengthBytes = 2 }).Encode(), 1002);
        data.Add("64-bit length for 65,535", (TestFrame.Of(2, 65_535) with { LengthBytes = 8 }).Encode(), 1002);
        data.Add("64-bit length with the highest bit", [0x82, 0xFF, 0x80, 0, 0, 0, 0, 0, 0, 1, 1, 2, 3, 4], 1002);
        data.Add("64-bit length of nearly everything", [0x82, 0xFF, 0x7F, 255, 255, 255, 255, 255, 255, 255, 1, 2, 3, 4], 1009);
        data.Add("one byte over the limit", [0x82, 0xFF, 0, 0, 0, 0, 0, 0x10, 0, 1, 1, 2, 3, 4], 1009);
        return data;
    }

    [Theory]
    [MemberData(nameof(Broken))]
    public async Task Frame_ThatBreaksARule_EndsTheStreamWithItsCode(string what, byte[] wire, int code)
    {
        Assert.NotEmpty(what);
        using var peer = new RawPeer();
        await peer.SendAsync(TestFrame.Of(TestFrame.Binary, 10));
        await peer.SendAsync(wire);
        await peer.SendAsync(TestFrame.Of(TestFrame.Binary, 10));

        Assert.Equal(TestFrame.Bytes(10), await peer.ReadToEndAsync());
        Assert.Equal(code, (int)peer.Socket.Closure.Code);
        var close = await peer.NextFrameAsync();
        Assert.Equal(TestFrame.Close, close.Opcode);
        Assert.Equal(code, (close.Payload[0] << 8) | close.Payload[1]);
        Assert.False(peer.HasOutput());
    }

    [Fact]
    public async Task Frame_ThatBreaksARuleInItsFirstTwoBytes_IsRefusedBeforeTheRest()
    {
        using var peer = new RawPeer();
        await peer.SendAsync(new byte[] { 0xC2, 0x85 });
        Assert.Empty(await peer.ReadToEndAsync());
        Assert.Equal(WebSocketCloseCode.ProtocolError, peer.Socket.Closure.Code);
    }

    [Fact]
    public async Task Frame_AtTheLimit_IsTaken()
    {
        using var peer = new RawPeer(new() { MaxFrameBytes = 1000, PingInterval = TimeSpan.Zero });
        await peer.SendAsync(TestFrame.Of(TestFrame.Binary, 1000));
        Assert.Equal(TestFrame.Bytes(1000), await peer.ReadAsync(1000));
        await peer.SendAsync(TestFrame.Of(TestFrame.Binary, 1001));
        Assert.Empty(await peer.ReadToEndAsync());
        Assert.Equal(WebSocketCloseCode.MessageTooBig, peer.Socket.Closure.Code);
    }

    [Fact]
    public async Task Client_GivenAMaskedFrame_EndsTheStream()
    {
        using var peer = new RawPeer(new() { Role = WebSocketRole.Client, PingInterval = TimeSpan.Zero });
        await peer.SendAsync(TestFrame.Of(TestFrame.Binary, 5));
        Assert.Empty(await peer.ReadToEndAsync());
        Assert.Equal(WebSocketCloseCode.ProtocolError, peer.Socket.Closure.Code);
    }
}
