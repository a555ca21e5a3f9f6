namespace Bridge.Mqtt.Tests.WebSockets;

/// <summary>Every stream of frames, cut in two at every byte.</summary>
public sealed class SplitTests
{
    public static TheoryData<byte[]> Streams => new(
        TestFrame.Concat(TestFrame.Of(2, 5), TestFrame.Of(2, 0), TestFrame.CloseOf(1000)),
        TestFrame.Concat(TestFrame.Of(2, 200), TestFrame.Of(9, 7), TestFrame.Of(2, 3), TestFrame.CloseOf(4000, "done")),
        TestFrame.Concat(new TestFrame(2, TestFrame.Bytes(33), Final: false), TestFrame.Of(9, 125), TestFrame.Of(10, 3), TestFrame.Of(0, 31)),
        TestFrame.Concat(TestFrame.Of(2, 126), TestFrame.Of(8, 0)),
        TestFrame.Concat(TestFrame.Of(2, 9), TestFrame.Of(1, 9)),
        TestFrame.Concat(TestFrame.Of(2, 9), TestFrame.Of(9, 126)),
        TestFrame.Concat(TestFrame.Of(2, 9), TestFrame.Of(2, 65_536) with { Payload = [1, 2, 3], LengthBytes = 8 }),
        TestFrame.Concat(TestFrame.Of(2, 9), new(8, [1])));

    [Theory]
    [MemberData(nameof(Streams))]
    public async Task Stream_CutAtEveryByte_IsUnderstoodAlike(byte[] wire)
    {
        var expected = ReferenceDecoder.Decode(wire, 1 << 20);
        for (var cut = 0; cut <= wire.Length; cut++)
        {
            using var peer = new RawPeer(segment: 32);
            var reading = peer.ReadToEndAsync();
            await peer.SendAsync(wire.AsMemory(0, cut));
            await peer.SendAsync(wire.AsMemory(cut));
            peer.Disconnect();

            Assert.Equal(expected.Payload, await reading);
            Assert.Equal(expected.Code ?? 1006, (int)peer.Socket.Closure.Code);
            foreach (var ping in expected.Pings)
            {
                Assert.Equal(ping, (await peer.NextFrameAsync()).Payload);
            }

            Assert.Equal(expected.Code is not null, peer.HasOutput());
        }
    }
}
