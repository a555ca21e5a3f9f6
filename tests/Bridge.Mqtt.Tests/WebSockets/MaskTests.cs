using Bridge.Mqtt.WebSockets;

namespace Bridge.Mqtt.Tests.WebSockets;

public sealed class MaskTests
{
    [Fact]
    public void Apply_AnyLengthAndDistance_XorsByteIWithKeyByteIMod4()
    {
        byte[] key = [0x12, 0x34, 0x56, 0x78];
        var packed = BitConverter.ToUInt32(key);
        for (var length = 0; length < 200; length++)
        {
            for (var distance = 0; distance < 40; distance++)
            {
                var buffer = TestFrame.Bytes(length + distance);
                var expected = buffer.AsSpan(distance, length).ToArray().Select((b, i) => (byte)(b ^ key[i % 4])).ToArray();
                WebSocketMask.Apply(buffer.AsSpan(distance, length), buffer.AsSpan(0, length), packed);
                Assert.Equal(expected, buffer[..length]);
            }
        }
    }

    [Fact]
    public void Apply_InPieces_GoesOnWithTheReturnedKey()
    {
        var whole = TestFrame.Bytes(100);
        WebSocketMask.Apply(whole, whole, 0xCAFEBABE);
        for (var cut = 0; cut <= 100; cut++)
        {
            var pieces = TestFrame.Bytes(100);
            var key = WebSocketMask.Apply(pieces.AsSpan(0, cut), pieces.AsSpan(0, cut), 0xCAFEBABE);
            WebSocketMask.Apply(pieces.AsSpan(cut), pieces.AsSpan(cut), key);
            Assert.Equal(whole, pieces);
        }
    }
}
