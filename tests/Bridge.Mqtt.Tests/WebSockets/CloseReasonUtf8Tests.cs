using Bridge.Mqtt.WebSockets;

namespace Bridge.Mqtt.Tests.WebSockets;

/// <summary>The one text there is in a binary protocol: the reason of a Close frame must be UTF-8 (RFC 6455 section 5.5.1).</summary>
public sealed class CloseReasonUtf8Tests
{
    public static TheoryData<byte[]> Invalid => new(
        [0x80],
        [0xC0, 0xAF],
        [0xC1, 0xBF],
        [0xC3],
        [0xE0, 0x80, 0x80],
        [0xE2, 0x82],
        [0xED, 0xA0, 0x80],
        [0xED, 0xBF, 0xBF],
        [0xF0, 0x80, 0x80, 0x80],
        [0xF0, 0x9F, 0x98],
        [0xF4, 0x90, 0x80, 0x80],
        [0xF8, 0x88, 0x80, 0x80, 0x80],
        [0xFC, 0x84, 0x80, 0x80, 0x80, 0x80],
        [0xFE],
        [0xFF],
        [0x61, 0xCE, 0xBA, 0xE1, 0xBD, 0xB9, 0xED, 0xA0, 0x80, 0x62]);

    public static TheoryData<byte[]> Valid => new(
        [0x00],
        [0x7F],
        [0xC2, 0x80],
        [0xDF, 0xBF],
        [0xE0, 0xA0, 0x80],
        [0xED, 0x9F, 0xBF],
        [0xEE, 0x80, 0x80],
        [0xEF, 0xBF, 0xBF],
        [0xF0, 0x90, 0x80, 0x80],
        [0xF4, 0x8F, 0xBF, 0xBF]);

    [Theory]
    [MemberData(nameof(Invalid))]
    public async Task Reason_ThatIsNotUtf8_EndsWith1007(byte[] reason)
    {
        using var peer = new RawPeer();
        await peer.SendAsync(new TestFrame(TestFrame.Close, [0x03, 0xE8, .. reason]));
        await peer.ReadToEndAsync();
        Assert.Equal(WebSocketCloseCode.InvalidPayload, peer.Socket.Closure.Code);
        Assert.Equal([0x03, 0xEF], (await peer.NextFrameAsync()).Payload[..2]);
    }

    [Theory]
    [MemberData(nameof(Valid))]
    public async Task Reason_InUtf8_IsTaken(byte[] reason)
    {
        using var peer = new RawPeer();
        await peer.SendAsync(new TestFrame(TestFrame.Close, [0x03, 0xE8, .. reason]));
        await peer.ReadToEndAsync();
        Assert.Equal(WebSocketCloseCode.Normal, peer.Socket.Closure.Code);
    }

    [Fact]
    public async Task Reason_OfOursThatIsTooLong_IsCutBetweenCharacters()
    {
        using var peer = new RawPeer();
        await peer.Socket.CloseAsync(new(WebSocketCloseCode.Normal, new string('€', 100)), TimeSpan.Zero);
        var close = await peer.NextFrameAsync();
        Assert.Equal(new string('€', 41), System.Text.Encoding.UTF8.GetString(close.Payload[2..]));
    }
}
