using System.Buffers;
using Bridge.Mqtt.Codec;
using Bridge.Mqtt.Packets;

namespace Bridge.Mqtt.Tests.Codec;

public sealed class PublishHeadTests
{
    private static readonly CodecLimits Limits = new();

    [Theory]
    [InlineData(MqttProtocolVersion.V311, MqttQoS.AtMostOnce)]
    [InlineData(MqttProtocolVersion.V311, MqttQoS.ExactlyOnce)]
    [InlineData(MqttProtocolVersion.V5, MqttQoS.AtMostOnce)]
    [InlineData(MqttProtocolVersion.V5, MqttQoS.AtLeastOnce)]
    public void Write_WithPayloadBehind_IsAPublish(MqttProtocolVersion version, MqttQoS qos)
    {
        var payload = new byte[300];
        uint[] identifiers = [1, 300];
        var head = new PublishHead
        {
            QoS = qos,
            Retain = true,
            PacketId = 9,
            Topic = "a/b"u8,
            MessageExpiryInterval = 60,
            TopicAlias = 4,
            SubscriptionIdentifiers = identifiers,
            ForwardedProperties = [0x26, 0, 1, (byte)'k', 0, 1, (byte)'v'],
            PayloadLength = payload.Length,
        };
        var bytes = new byte[head.Measure(version) + payload.Length];
        Assert.Equal(head.Measure(version), head.Write(bytes, version, out var packetIdAt));

        var packet = Read(bytes, version);
        Assert.Equal("a/b", packet.Topic);
        Assert.Equal(payload.Length, packet.Payload.Length);
        Assert.Equal(qos == MqttQoS.AtMostOnce, packetIdAt < 0);
        if (packetIdAt >= 0)
        {
            bytes[packetIdAt] = 0x12;
            bytes[packetIdAt + 1] = 0x34;
            Assert.Equal(0x1234, Read(bytes, version).PacketId);
        }

        if (version == MqttProtocolVersion.V5)
        {
            Assert.Equal(60u, packet.MessageExpiryInterval);
            Assert.Equal(4, packet.TopicAlias);
            Assert.Equal(identifiers, packet.SubscriptionIdentifiers);
            Assert.Equal([new MqttUserProperty("k", "v")], packet.UserProperties);
        }
    }

    [Fact]
    public void CopyForwarded_OfEverything_LeavesOutWhatBelongsToTheHop()
    {
        var output = new ArrayBufferWriter<byte>();
        var packet = new PublishPacket
        {
            Topic = "t",
            TopicAlias = 2,
            MessageExpiryInterval = 10,
            SubscriptionIdentifiers = [5, 6],
            PayloadIsText = true,
            ResponseTopic = "r",
            CorrelationData = new byte[] { 1 },
            ContentType = "c",
            UserProperties = [new("b", "1"), new("a", "2"), new("b", "3")],
        };
        Assert.True(MqttPacketWriter.Write(output, packet, MqttProtocolVersion.V5));
        var input = new ReadOnlySequence<byte>(output.WrittenMemory);
        Assert.True(Reader(MqttProtocolVersion.V5).TryRead(ref input, out var frame, out _));
        Assert.True(frame.TryReadPublish(out var view, out _));
        Assert.False(view.PropertiesForwardAsTheyAre);

        var forwarded = new byte[view.Properties.Length];
        var length = PublishProperties.CopyForwarded(view.Properties, forwarded);
        var head = new PublishHead { Topic = view.Topic, ForwardedProperties = forwarded.AsSpan(0, length) };
        var bytes = new byte[head.Measure(MqttProtocolVersion.V5)];
        head.Write(bytes, MqttProtocolVersion.V5, out _);
        var expected = packet with { TopicAlias = 0, MessageExpiryInterval = null, SubscriptionIdentifiers = [] };
        Assert.Equal(PacketFields.Of(expected).ToJsonString(), PacketFields.Of(Read(bytes, MqttProtocolVersion.V5)).ToJsonString());
    }

    private static PublishPacket Read(byte[] bytes, MqttProtocolVersion version)
    {
        var input = new ReadOnlySequence<byte>(bytes);
        var packet = WholePacket.Read(Reader(version), ref input, out var fault);
        Assert.Null(fault);
        Assert.True(input.IsEmpty);
        return Assert.IsType<PublishPacket>(packet);
    }

    private static MqttPacketReader Reader(MqttProtocolVersion version) => new(MqttEnd.Server, Limits) { Version = version };
}
