using System.Text;

namespace Bridge.Mqtt.Tests.WebSockets;

/// <summary>Messages in fragments, with control frames between them: RFC 6455 section 5.4.</summary>
public sealed class FragmentationTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(100)]
    public async Task Message_InFragments_IsDeliveredAsAStream(int fragments)
    {
        using var peer = new RawPeer();
        var parts = TestFrame.Bytes(500 * fragments).Chunk(500).ToArray();
        await peer.SendAsync(TestFrame.Concat(parts.Select((part, i) => new TestFrame(i == 0 ? 2 : 0, part, Final: i == parts.Length - 1))));
        await peer.SendAsync(TestFrame.Of(TestFrame.Binary, 1));
        Assert.Equal([.. TestFrame.Bytes(500 * fragments), 0], await peer.ReadAsync(500 * fragments + 1));
        Assert.False(peer.HasOutput());
    }

    [Fact]
    public async Task Fragment_BeforeTheNextOneCame_IsDelivered()
    {
        using var peer = new RawPeer();
        await peer.SendAsync(new TestFrame(2, TestFrame.Bytes(5), Final: false));
        Assert.Equal(TestFrame.Bytes(5), await peer.ReadAsync(5));
    }

    [Fact]
    public async Task Ping_BetweenFragments_IsAnsweredAndTheMessageGoesOn()
    {
        using var peer = new RawPeer();
        await peer.SendAsync(TestFrame.Concat(
            new TestFrame(2, TestFrame.Bytes(3), Final: false), new(9, "one"u8.ToArray()),
            new(0, TestFrame.Bytes(3, 3), Final: false), new(9, "two"u8.ToArray()),
            new(10, []), new(0, TestFrame.Bytes(3, 6))));

        Assert.Equal(TestFrame.Bytes(9), await peer.ReadAsync(9));
        Assert.Equal("one", Encoding.ASCII.GetString((await peer.NextFrameAsync()).Payload));
        Assert.Equal("two", Encoding.ASCII.GetString((await peer.NextFrameAsync()).Payload));
    }

    [Fact]
    public async Task Fragments_AllEmpty_AreAMessageWithoutBytes()
    {
        using var peer = new RawPeer();
        await peer.SendAsync(TestFrame.Concat(new TestFrame(2, [], Final: false), new(0, [], Final: false), new(0, []), new(2, [42])));
        Assert.Equal([42], await peer.ReadAsync(1));
    }
}
