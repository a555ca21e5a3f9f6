using System.Buffers;
using System.Text.Json.Nodes;
using Bridge.Mqtt.Codec;
using Bridge.Mqtt.Packets;

namespace Bridge.Mqtt.Tests.Codec;

public sealed class VectorTests
{
    [Theory]
    [MemberData(nameof(MqttVector.AcceptedNames), MemberType = typeof(MqttVector))]
    public void Read_AcceptedVector_GivesItsFieldsAndTheSameBytesAgain(string name)
    {
        var vector = MqttVector.Find(MqttVector.Accepted, name);
        var bytes = vector.ToBytes();
        var input = new ReadOnlySequence<byte>(bytes);
        var packet = WholePacket.Read(vector.NewReader(), ref input, out var fault);
        Assert.Null(fault);
        Assert.NotNull(packet);
        Assert.True(input.IsEmpty);

        var fields = PacketFields.Of(packet);
        Assert.True(JsonNode.DeepEquals(vector.Fields, fields), $"expected {vector.Fields}\nread {fields}");
        if (vector.Rewrites)
        {
            Assert.Equal(Convert.ToHexString(bytes), Convert.ToHexString(AnyPacket.Write(packet, vector.Version)));
        }
    }

    [Theory]
    [MemberData(nameof(MqttVector.RefusedNames), MemberType = typeof(MqttVector))]
    public void Read_RefusedVector_SaysWhy(string name)
    {
        var vector = MqttVector.Find(MqttVector.Refused, name);
        var input = new ReadOnlySequence<byte>(vector.ToBytes());
        var packet = WholePacket.Read(vector.NewReader(), ref input, out var fault);
        Assert.Null(packet);
        Assert.NotNull(fault);
        Assert.True(vector.Code == fault.Code, $"expected {vector.Code}, was {fault}");
        if (vector.Clause.Length > 0)
        {
            Assert.Equal(vector.Clause, fault.Clause);
        }
    }

    // What isn't canonical is read, then written in the form that we write, and means the same.
    [Fact]
    public void Write_WhatWasReadFromAnotherForm_MeansTheSame()
    {
        foreach (var vector in MqttVector.Accepted.Where(v => !v.Rewrites))
        {
            var input = new ReadOnlySequence<byte>(vector.ToBytes());
            var packet = WholePacket.Read(vector.NewReader(), ref input, out _)!;
            input = new ReadOnlySequence<byte>(AnyPacket.Write(packet, vector.Version));
            var again = WholePacket.Read(vector.NewReader(), ref input, out var fault);
            Assert.Null(fault);
            Assert.True(JsonNode.DeepEquals(PacketFields.Of(packet), PacketFields.Of(again!)), vector.Name);
        }
    }

    [Fact]
    public void Vectors_Together_HaveEveryPacketInBothVersions()
    {
        var seen = MqttVector.Accepted.Select(v => (v.Version, v.ToBytes()[0] >> 4)).ToHashSet();
        foreach (var type in Enum.GetValues<MqttPacketType>().Where(t => t is not (MqttPacketType.Reserved or MqttPacketType.Connect)))
        {
            Assert.Contains((MqttProtocolVersion.V5, (int)type), seen);
            Assert.True(type == MqttPacketType.Auth || seen.Contains((MqttProtocolVersion.V311, (int)type)), $"{type}");
        }
    }
}
