using System.Buffers;
using Bridge.Mqtt.WebSockets;

namespace Bridge.Mqtt.Tests.WebSockets;

/// <summary>Random and mutated streams, in random pieces, to a reader that takes random amounts: always what the reference says.</summary>
public sealed class FrameFuzzTests
{
    private const int MaxFrame = 3000;

    [Theory]
    [InlineData(1, 0)]
    [InlineData(2, 1)]
    [InlineData(3, 4)]
    [InlineData(4, 40)]
    public async Task Stream_RandomAndMutated_AgreesWithTheReference(int seed, int mutations)
    {
        var random = new Random(seed);
        for (var round = 0; round < 3000; round++)
        {
            var wire = RandomStream(random);
            for (var i = random.Next(mutations + 1); i > 0 && wire.Length > 0; i--)
            {
                wire[random.Next(wire.Length)] ^= (byte)(1 << random.Next(8));
            }

            await CompareAsync(wire, random);
        }
    }

    [Fact]
    public async Task Stream_OfNoise_AgreesWithTheReference()
    {
        var random = new Random(5);
        for (var round = 0; round < 20_000; round++)
        {
            var wire = new byte[random.Next(64)];
            random.NextBytes(wire);
            if (wire.Length > 1 && random.Next(4) > 0)
            {
                wire[0] = (byte)(0x80 | (random.Next(2) == 0 ? 2 : random.Next(16)));
                wire[1] |= 0x80;
            }

            await CompareAsync(wire, random);
        }
    }

    private static async Task CompareAsync(byte[] wire, Random random)
    {
        var expected = ReferenceDecoder.Decode(wire, MaxFrame);
        using var peer = new RawPeer(new() { MaxFrameBytes = MaxFrame, PingInterval = TimeSpan.Zero }, segment: 1 << random.Next(4, 13));
        var payload = new List<byte>();
        var left = wire.AsMemory();
        while (true)
        {
            if (left.IsEmpty)
            {
                peer.Disconnect();
            }
            else
            {
                var piece = random.Next(1, random.Next(2) == 0 ? 4 : left.Length + 1);
                piece = Math.Min(piece, left.Length);
                await peer.SendAsync(left[..piece]);
                left = left[piece..];
            }

            if (Take(peer, payload, random))
            {
                break;
            }
        }

        Assert.Equal(expected.Payload, payload);
        Assert.Equal(expected.Code ?? 1006, (int)peer.Socket.Closure.Code);
        foreach (var ping in expected.Pings)
        {
            var pong = await peer.NextFrameAsync();
            Assert.Equal(TestFrame.Pong, pong.Opcode);
            Assert.Equal(ping, pong.Payload);
        }
    }

    /// <summary>Reads as a parser does, consuming a random part and looking at a random part; true at the end of the stream.</summary>
    private static bool Take(RawPeer peer, List<byte> payload, Random random)
    {
        while (peer.Socket.Input.TryRead(out var read))
        {
            var length = (int)read.Buffer.Length;
            var consumed = random.Next(3) switch { 0 => length, 1 => 0, _ => random.Next(length + 1) };
            var examined = random.Next(4) == 0 ? random.Next(consumed, length + 1) : length;
            if (read.IsCompleted && examined == length && random.Next(2) == 0)
            {
                consumed = length;
            }

            payload.AddRange(read.Buffer.Slice(0, consumed).ToArray());
            peer.Socket.Input.AdvanceTo(read.Buffer.GetPosition(consumed), read.Buffer.GetPosition(examined));
            if (read.IsCompleted && consumed == length)
            {
                return true;
            }
        }

        return false;
    }

    private static byte[] RandomStream(Random random)
    {
        var frames = new List<TestFrame>();
        var inMessage = false;
        for (var i = random.Next(1, 20); i > 0; i--)
        {
            if (random.Next(5) == 0)
            {
                frames.Add(TestFrame.Of(random.Next(2) == 0 ? TestFrame.Ping : TestFrame.Pong, random.Next(126)) with { Key = (uint)random.NextInt64() });
                continue;
            }

            var final = random.Next(3) > 0;
            var length = random.Next(6) switch { 0 => 0, 1 => random.Next(124, 130), 2 => random.Next(MaxFrame + 2), _ => random.Next(300) };
            frames.Add(new TestFrame(inMessage ? 0 : 2, TestFrame.Bytes(length, random.Next(256)), final) { Key = (uint)random.NextInt64() });
            inMessage = !final;
        }

        if (random.Next(2) == 0)
        {
            frames.Add(TestFrame.CloseOf(random.Next(8) == 0 ? random.Next(6000) : 1000, "bye"));
        }

        return TestFrame.Concat(frames);
    }
}
