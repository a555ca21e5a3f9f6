using System.Buffers;
using Bridge.Mqtt.Codec;
using Bridge.Mqtt.Packets;

namespace Bridge.Mqtt.Tests.Codec;

public sealed class LimitTests
{
    [Theory]
    [InlineData(1000, true)]
    [InlineData(1001, false)]
    public void Read_HeaderOfAPacketAtTheSizeLimit_IsRefusedBeforeItsBodyIsThere(int size, bool allowed)
    {
        var reader = new MqttPacketReader(MqttEnd.Client, new CodecLimits { MaximumPacketSize = 1000 }) { Version = MqttProtocolVersion.V5 };
        Span<byte> header = stackalloc byte[5];
        header[0] = 0x30;
        var length = 1 + VariableByteInteger.Write(header[1..], (uint)(size - 3));
        Assert.Equal(3, length);
        Assert.False(reader.TryRead(header[..length], out _, out _, out var fault));
        Assert.Equal(allowed, fault is null);
        Assert.True(allowed || fault!.Code == MqttReasonCode.PacketTooLarge);
    }

    [Theory]
    [InlineData(2, 1, true)]
    [InlineData(3, 1, false)]
    [InlineData(2, 3, true)]
    [InlineData(2, 4, false)]
    public void Read_UserProperties_AreCountedAndWeighed(int count, int valueLength, bool allowed)
    {
        var limits = new CodecLimits { MaximumUserProperties = 2, MaximumUserPropertyBytes = 8 };
        var packet = new PublishPacket
        {
            Topic = "t",
            UserProperties = [.. Enumerable.Repeat(new MqttUserProperty("k", new string('v', valueLength)), count)],
        };
        Assert.Equal(allowed ? null : MqttReasonCode.QuotaExceeded, Fault(packet, limits)?.Code);
    }

    [Theory]
    [InlineData(3, true)]
    [InlineData(4, false)]
    public void Read_Filters_AreCounted(int count, bool allowed)
    {
        var limits = new CodecLimits { MaximumFilters = 3 };
        var subscribe = new SubscribePacket { PacketId = 1, Subscriptions = [.. Enumerable.Repeat(new SubscriptionRequest("a"), count)] };
        var unsubscribe = new UnsubscribePacket { PacketId = 1, Filters = [.. Enumerable.Repeat("a", count)] };
        Assert.Equal(allowed ? null : MqttReasonCode.QuotaExceeded, Fault(subscribe, limits)?.Code);
        Assert.Equal(allowed ? null : MqttReasonCode.QuotaExceeded, Fault(unsubscribe, limits)?.Code);
    }

    [Fact]
    public void Write_AboveThePeersMaximum_LeavesOutWhatOnlyExplainsAndThenNothing()
    {
        var packet = new SubAckPacket { PacketId = 1, ReasonCodes = [MqttReasonCode.NotAuthorized], ReasonString = "because" };
        Assert.Equal(16, Write(packet, 16));
        Assert.Equal(6, Write(packet, 15));
        Assert.Equal(6, Write(packet, 6));
        Assert.Equal(0, Write(packet, 5));
    }

    [Fact]
    public void Write_AnyAnswerAboveThePeersMaximum_LeavesOutWhatOnlyExplains()
    {
        const string reason = "because";
        IReadOnlyList<MqttUserProperty> pairs = [new("k", "v")];
        object[] answers =
        [
            new ConnAckPacket { ReasonString = reason, UserProperties = pairs },
            .. new[] { MqttPacketType.PubAck, MqttPacketType.PubRec, MqttPacketType.PubRel, MqttPacketType.PubComp }
                .Select(type => (object)new AckPacket(type, 1, MqttReasonCode.Success, reason, pairs)),
            new SubAckPacket { PacketId = 1, ReasonCodes = [MqttReasonCode.Success], ReasonString = reason, UserProperties = pairs },
            new UnsubAckPacket { PacketId = 1, ReasonCodes = [MqttReasonCode.Success], ReasonString = reason, UserProperties = pairs },
            new DisconnectPacket { ReasonCode = MqttReasonCode.ProtocolError, ReasonString = reason, UserProperties = pairs },
            new AuthPacket { ReasonCode = MqttReasonCode.ContinueAuthentication, AuthenticationMethod = "m", ReasonString = reason, UserProperties = pairs },
        ];
        foreach (var answer in answers)
        {
            var whole = Bytes(answer, int.MaxValue);
            Assert.Equal(whole, Bytes(answer, whole.Length));
            var terse = Bytes(answer, whole.Length - 1);
            Assert.InRange(terse.Length, 2, whole.Length - 17);
            Assert.DoesNotContain(reason, System.Text.Encoding.ASCII.GetString(terse), StringComparison.Ordinal);
        }
    }

    private static byte[] Bytes(object packet, int maximum)
    {
        var output = new ArrayBufferWriter<byte>();
        Assert.True(packet is AckPacket ack
            ? MqttPacketWriter.Write(output, ack, MqttProtocolVersion.V5, maximum)
            : MqttPacketWriter.Write(output, (MqttPacket)packet, MqttProtocolVersion.V5, maximum));
        return output.WrittenSpan.ToArray();
    }

    private static int Write(MqttPacket packet, int maximum)
    {
        var output = new ArrayBufferWriter<byte>();
        var written = MqttPacketWriter.Write(output, packet, MqttProtocolVersion.V5, maximum);
        Assert.Equal(written, output.WrittenCount > 0);
        return output.WrittenCount;
    }

    private static MqttFault? Fault(MqttPacket packet, CodecLimits limits)
    {
        var input = new ReadOnlySequence<byte>(AnyPacket.Write(packet, MqttProtocolVersion.V5));
        WholePacket.Read(new MqttPacketReader(MqttEnd.Client, limits) { Version = MqttProtocolVersion.V5 }, ref input, out var fault);
        return fault;
    }
}
