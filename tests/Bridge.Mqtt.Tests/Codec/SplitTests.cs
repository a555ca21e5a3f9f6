using System.Buffers;
using System.Text.Json.Nodes;
using Bridge.Mqtt.Codec;

namespace Bridge.Mqtt.Tests.Codec;

/// <summary>Every vector, cut at every byte: where a network cuts must not matter.</summary>
public sealed class SplitTests
{
    public static TheoryData<string> AllNames => [.. MqttVector.Accepted.Concat(MqttVector.Refused).Select(v => v.Name)];

    [Theory]
    [MemberData(nameof(AllNames))]
    public void Read_InTwoPiecesOrInSingleBytes_GivesTheSame(string name)
    {
        var vector = Find(name);
        var bytes = vector.ToBytes();
        var whole = Describe(vector.NewReader(), new ReadOnlySequence<byte>(bytes));
        Assert.Equal(whole, Describe(vector.NewReader(), Segments.Single(bytes)));
        for (var cut = 0; cut <= bytes.Length; cut++)
        {
            Assert.Equal(whole, Describe(vector.NewReader(), Segments.Of(bytes.AsMemory(0, cut), bytes.AsMemory(cut))));
        }
    }

    [Theory]
    [MemberData(nameof(MqttVector.AcceptedNames), MemberType = typeof(MqttVector))]
    public void Read_TheFirstBytesOnly_AsksForMoreAndTakesNone(string name)
    {
        var vector = MqttVector.Find(MqttVector.Accepted, name);
        var bytes = vector.ToBytes();
        var reader = vector.NewReader();
        for (var length = 0; length < bytes.Length; length++)
        {
            foreach (var input in new[] { new ReadOnlySequence<byte>(bytes, 0, length), Segments.Of(bytes.AsMemory(0, length / 2), bytes.AsMemory(length / 2, length - (length / 2))) })
            {
                var rest = input;
                Assert.False(reader.TryRead(ref rest, out _, out var fault));
                Assert.Null(fault);
                Assert.Equal(length, rest.Length);
            }
        }
    }

    // A refusal may come early, and then for a reason that the first bytes show; never may a part be taken for a whole.
    [Theory]
    [MemberData(nameof(MqttVector.RefusedNames), MemberType = typeof(MqttVector))]
    public void Read_TheFirstBytesOfARefusedPacket_NeverAccepts(string name)
    {
        var vector = MqttVector.Find(MqttVector.Refused, name);
        var bytes = vector.ToBytes();
        for (var length = 0; length < bytes.Length; length++)
        {
            var input = new ReadOnlySequence<byte>(bytes, 0, length);
            Assert.Null(WholePacket.Read(vector.NewReader(), ref input, out _));
        }
    }

    [Fact]
    public void Read_PacketsInARow_TakesThemOneByOneWhereverTheyAreCut()
    {
        var vectors = MqttVector.Accepted.Where(v => v is { Version: Packets.MqttProtocolVersion.V5, From: Packets.MqttEnd.Client }).ToList();
        var stream = vectors.SelectMany(v => v.ToBytes()).ToArray();
        for (var cut = 0; cut <= stream.Length; cut++)
        {
            var input = Segments.Of(stream.AsMemory(0, cut), stream.AsMemory(cut));
            var reader = vectors[0].NewReader();
            foreach (var vector in vectors)
            {
                Assert.NotNull(WholePacket.Read(reader, ref input, out var fault));
                Assert.Null(fault);
            }

            Assert.True(input.IsEmpty);
            reader.Release();
        }
    }

    private static MqttVector Find(string name) => MqttVector.Accepted.Concat(MqttVector.Refused).Single(v => v.Name == name);

    private static string Describe(MqttPacketReader reader, ReadOnlySequence<byte> input)
    {
        var packet = WholePacket.Read(reader, ref input, out var fault);
        var text = packet is null ? $"{fault}" : $"{packet.GetType().Name} {PacketFields.Of(packet)}";
        reader.Release();
        return $"{text} {input.Length}";
    }
}
