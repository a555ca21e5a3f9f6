using System.Buffers;
using Bridge.Mqtt.Packets;

namespace Bridge.Mqtt.Codec;

/// <summary>Reads whatever packet comes, copied out of the buffer: for those who treat all of them alike and can afford the object.</summary>
internal static class WholePacket
{
    /// <summary>One packet off the front. Null without a fault where more bytes are needed.</summary>
    public static object? Read(MqttPacketReader reader, ref ReadOnlySequence<byte> input, out MqttFault? fault) =>
        reader.TryRead(ref input, out var frame, out fault) ? Read(in frame, out fault) : null;

    /// <summary>A <see cref="MqttPacket"/>, an <see cref="AckPacket"/> (boxed), for PINGREQ and PINGRESP their <see cref="MqttPacketType"/>; null with a fault.</summary>
    public static object? Read(in MqttFrame frame, out MqttFault? fault)
    {
        switch (frame.Type)
        {
            case MqttPacketType.Publish:
                return frame.TryReadPublish(out var view, out fault) ? view.ToPacket() : null;
            case MqttPacketType.PubAck or MqttPacketType.PubRec or MqttPacketType.PubRel or MqttPacketType.PubComp:
                return frame.TryReadAck(out var ack, out fault) ? ack : null;
            case MqttPacketType.PingReq or MqttPacketType.PingResp:
                fault = null;
                return frame.Type;
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
}
