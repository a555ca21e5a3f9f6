using System.Buffers;
using Bridge.Mqtt.Codec;
using Bridge.Mqtt.Packets;
using Bridge.Mqtt.Tests.Codec;

namespace Bridge.Mqtt.Tests.Fuzz;

/// <summary>Ten million packets that are nearly right: read or refused, but never more than that.</summary>
[Collection(FuzzCollection.Name)]
public sealed class CodecFuzzTests
{
    private const int Packets = 2_500_000;
    private const double SlowestMilliseconds = 100;
    private const long GrowthBytes = 4 * 1024 * 1024;

    // Half of them for each version, half in each direction. The seed is in the test's name; a failure names the case.
    [Theory]
    [InlineData(1, MqttProtocolVersion.V311, MqttEnd.Client)]
    [InlineData(2, MqttProtocolVersion.V5, MqttEnd.Client)]
    [InlineData(3, MqttProtocolVersion.V5, MqttEnd.Server)]
    [InlineData(4, MqttProtocolVersion.Unknown, MqttEnd.Client)]
    public void Read_MutatedPackets_NeitherThrowsNorHangsNorGrows(int seed, MqttProtocolVersion version, MqttEnd sender)
    {
        var mutator = new PacketMutator(seed);
        var reader = new MqttPacketReader(sender, new CodecLimits()) { Version = version };
        using var watchdog = new Watchdog($"seed {seed}");
        Run(mutator, reader, watchdog, Packets / 100, seed);
        var before = GC.GetTotalMemory(forceFullCollection: true);
        var accepted = Run(mutator, reader, watchdog, Packets, seed);
        Assert.InRange(GC.GetTotalMemory(forceFullCollection: true) - before, long.MinValue, GrowthBytes);

        // It would show nothing if all were refused at the first byte, or none.
        Assert.InRange(accepted, Packets / 100, Packets / 100 * 99);
    }

    private static int Run(PacketMutator mutator, MqttPacketReader reader, Watchdog watchdog, int count, int seed)
    {
        var accepted = 0;
        for (var i = 0; i < count; i++)
        {
            watchdog.Note(i);
            var bytes = mutator.Next();
            var thoroughly = mutator.Draw(64) == 0;
            try
            {
                var clock = CpuClock.Milliseconds;
                accepted += Read(reader, bytes, thoroughly) ? 1 : 0;
                for (var times = 1; CpuClock.Milliseconds - clock > SlowestMilliseconds; times++)
                {
                    Assert.True(times < CpuClock.Times, $"it took {CpuClock.Milliseconds - clock} ms");
                    clock = CpuClock.Milliseconds;
                    Read(reader, bytes, thoroughly);
                }
            }
            catch (Exception cause) when (cause is not OutOfMemoryException)
            {
                Assert.Fail($"seed {seed}, case {i}: {Convert.ToHexString(bytes)}: {cause}");
            }
        }

        return accepted;
    }

    private static bool Read(MqttPacketReader reader, ReadOnlySpan<byte> bytes, bool thoroughly)
    {
        if (!reader.TryRead(bytes, out var frame, out var consumed, out _))
        {
            Assert.Equal(0, consumed);
            return false;
        }

        Assert.InRange(consumed, 2, bytes.Length);
        var packet = WholePacket.Read(in frame, out var fault);
        Assert.Equal(packet is null, fault is not null);
        if (packet is not null && thoroughly)
        {
            ReadAgain(reader, packet, bytes[..consumed].ToArray());
        }

        return packet is not null;
    }

    // What is accepted means the same when it is cut in two, and when it is written and read once more.
    private static void ReadAgain(MqttPacketReader reader, object packet, byte[] bytes)
    {
        var expected = PacketFields.Of(packet).ToJsonString();
        var cut = bytes.Length / 2;
        var input = Segments.Of(bytes.AsMemory(0, cut), bytes.AsMemory(cut));
        Assert.Equal(expected, PacketFields.Of(WholePacket.Read(reader, ref input, out _)!).ToJsonString());

        var version = packet is ConnectPacket connect ? connect.Version : reader.Version;
        input = new ReadOnlySequence<byte>(AnyPacket.Write(packet, version));
        Assert.Equal(expected, PacketFields.Of(WholePacket.Read(reader, ref input, out _)!).ToJsonString());
    }
}
