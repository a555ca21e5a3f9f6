using System.Buffers;
using Bridge.Mqtt.Codec;
using Bridge.Mqtt.Packets;

namespace Bridge.Mqtt.Tests.Codec;

/// <summary>Reads and writes whatever packet comes: for tests that treat all of them alike.</summary>
internal static class AnyPacket
{
    /// <summary>Reads one packet off the front. Null with no fault where more bytes are needed.</summary>
    public static object? Read(MqttPacketReader reader, ref ReadOnlySequence<byte> input, out MqttFault? fault) =>
        reader.TryRead(ref input, out var frame, out fault) ? Read(frame, out fault) : null;

    public static object? Read(MqttFrame frame, out MqttFault? fault)
    {
        switch (frame.Type)
        {
            case MqttPacketType.Publish:
                return frame.TryReadPublish(out var view, out fault) ? view.ToPacket() : null;
            case MqttPacketType.PubAck or MqttPacketType.PubRec or MqttPacketType.PubRel or MqttPacketType.PubComp:
                return frame.TryReadAck(out var ack, out fault) ? ack : null;
            case MqttPacketType.PingReq or MqttPacketType.PingResp:
                fault = null;
                return new { frame.Type };
            case MqttPacketType.Connect:
                _ = frame.TryReadConnect(out var connect, out _, out fault);
                return connect;
            case MqttPacketType.ConnAck:
                _ = frame.TryReadConnAck(out var connAck, out fault);
                return connAck;
            case MqttPacketType.Subscribe:
                _ = frame.TryReadSubscribe(out var subscribe, out fault);
                return subscribe;
            case MqttPacketType.SubAck:
                _ = frame.TryReadSubAck(out var subAck, out fault);
                return subAck;
            case MqttPacketType.Unsubscribe:
                _ = frame.TryReadUnsubscribe(out var unsubscribe, out fault);
                return unsubscribe;
            case MqttPacketType.UnsubAck:
                _ = frame.TryReadUnsubAck(out var unsubAck, out fault);
                return unsubAck;
            case MqttPacketType.Disconnect:
                _ = frame.TryReadDisconnect(out var disconnect, out fault);
                return disconnect;
            default:
                _ = frame.TryReadAuth(out var auth, out fault);
                return auth;
        }
    }

    /// <summary>Writes what <see cref="Read(MqttFrame, out MqttFault?)"/> gave.</summary>
    public static byte[] Write(object packet, MqttProtocolVersion version)
    {
        var output = new ArrayBufferWriter<byte>();
        var written = packet switch
        {
            MqttPacket whole => MqttPacketWriter.Write(output, whole, version),
            AckPacket ack => MqttPacketWriter.Write(output, ack, version),
            { } ping => WritePing(output, ping),
        };
        Assert.True(written);
        return output.WrittenSpan.ToArray();
    }

    private static bool WritePing(ArrayBufferWriter<byte> output, object ping)
    {
        output.Write(ping.ToString()!.Contains("PingReq", StringComparison.Ordinal) ? MqttPacketWriter.PingReq : MqttPacketWriter.PingResp);
        return true;
    }
}
