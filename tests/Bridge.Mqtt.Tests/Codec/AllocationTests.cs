using System.Buffers;
using Bridge.Mqtt.Codec;
using Bridge.Mqtt.Packets;

namespace Bridge.Mqtt.Tests.Codec;

public sealed class AllocationTests
{
    private const int Rounds = 20_000;

    // What every message costs must cost the collector nothing.
    [Theory]
    [InlineData(MqttProtocolVersion.V311)]
    [InlineData(MqttProtocolVersion.V5)]
    public void Read_PublishAcksAndPings_AllocatesNothing(MqttProtocolVersion version)
    {
        var stream = Stream(version);
        var split = Segments.Of(stream.AsMemory(0, 7), stream.AsMemory(7));
        var reader = new MqttPacketReader(MqttEnd.Client, new CodecLimits()) { Version = version };
        Assert.Equal(5, ReadAll(reader, new ReadOnlySequence<byte>(stream)));
        Assert.Equal(5, ReadAll(reader, split));

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < Rounds; i++)
        {
            ReadAll(reader, new ReadOnlySequence<byte>(stream));
            ReadAll(reader, split);
        }

        // Less than a byte a packet: a runtime may note something of its own, our code may not.
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, Rounds);
        reader.Release();
    }

    private static byte[] Stream(MqttProtocolVersion version)
    {
        var message = new PublishPacket { Topic = "bridge/v1/main/d1/up/log", Payload = new byte[100], ResponseTopic = "a", ContentType = "json" };
        return
        [
            .. AnyPacket.Write(message, version),
            .. AnyPacket.Write(message with { QoS = MqttQoS.AtLeastOnce, PacketId = 1 }, version),
            .. AnyPacket.Write(new AckPacket(MqttPacketType.PubAck, 1), version),
            .. AnyPacket.Write(new AckPacket(MqttPacketType.PubRel, 1), version),
            .. MqttPacketWriter.PingReq,
        ];
    }

    private static int ReadAll(MqttPacketReader reader, ReadOnlySequence<byte> input)
    {
        var packets = 0;
        while (reader.TryRead(ref input, out var frame, out _))
        {
            packets += frame.Type switch
            {
                MqttPacketType.Publish => frame.TryReadPublish(out _, out _) ? 1 : 0,
                MqttPacketType.PingReq => 1,
                _ => frame.TryReadAck(out _, out _) ? 1 : 0,
            };
        }

        return packets;
    }
}
