using Bridge.Mqtt.Packets;

namespace Bridge.Mqtt.Codec;

/// <summary>What the first bytes of a packet must be for it to be read on: a table of what each end may send, and with which flags.</summary>
internal static class FixedHeaderRules
{
    private const int FromClient = 0b_1101_0101_1111_1010;
    private const int FromServer = 0b_1110_1010_1111_1100;

    private static readonly MqttFault Reserved = MqttFault.Malformed("section 2.1.2", "packet type 0 is reserved");
    private static readonly MqttFault AuthIn311 = MqttFault.Malformed("section 2.2.1", "packet type 15 is reserved in MQTT 3.1.1");
    private static readonly MqttFault DisconnectIn311 = MqttFault.Protocol("section 3.14", "a server sends no DISCONNECT in MQTT 3.1.1");
    private static readonly MqttFault ConnectFirst = MqttFault.Protocol("MQTT-3.1.0-1", "the first packet must be CONNECT");
    private static readonly MqttFault WrongEnd = MqttFault.Protocol("section 2.1.2", "this packet is sent by the other end only");
    private static readonly MqttFault Flags = MqttFault.Malformed("MQTT-2.1.3-1", "reserved flags of the fixed header are set");
    private static readonly MqttFault Overlong = MqttFault.Malformed("MQTT-1.5.5-1", "remaining length takes more bytes than it needs");
    private static readonly MqttFault Length = MqttFault.Malformed("section 2.1.4", "remaining length is impossible for this packet");
    private static readonly MqttFault TooLarge = new(MqttReasonCode.PacketTooLarge, "MQTT-3.2.2-15", "the packet is larger than the maximum");

    /// <summary>Rules that need the first byte alone, so that a wrong one is refused without waiting for a second.</summary>
    public static MqttFault? CheckFirst(byte first, MqttEnd sender, MqttProtocolVersion version)
    {
        var type = (MqttPacketType)(first >> 4);
        if (type == MqttPacketType.Reserved)
        {
            return Reserved;
        }

        if (version == MqttProtocolVersion.Unknown && type != MqttPacketType.Connect)
        {
            return ConnectFirst;
        }

        if (type == MqttPacketType.Auth && version == MqttProtocolVersion.V311)
        {
            return AuthIn311;
        }

        // PUBLISH uses its flags; PUBREL, SUBSCRIBE and UNSUBSCRIBE must have 0010 [MQTT-3.6.1-1] [MQTT-3.8.1-1] [MQTT-3.10.1-1].
        // Before who sends it: what can't be parsed is malformed, whatever it would have meant (section 1.2).
        var expected = type is MqttPacketType.PubRel or MqttPacketType.Subscribe or MqttPacketType.Unsubscribe ? 0b0010 : 0;
        if (type != MqttPacketType.Publish && (first & 0x0F) != expected)
        {
            return Flags;
        }

        if (((sender == MqttEnd.Client ? FromClient : FromServer) >> (int)type & 1) == 0)
        {
            return WrongEnd;
        }

        return type == MqttPacketType.Disconnect && version == MqttProtocolVersion.V311 && sender == MqttEnd.Server ? DisconnectIn311 : null;
    }

    /// <summary>Rules of the length, so that a body that can't be right is not waited for.</summary>
    public static MqttFault? CheckLength(in FixedHeader header, MqttProtocolVersion version, CodecLimits limits)
    {
        if (header.PacketSize > limits.MaximumPacketSize)
        {
            return TooLarge;
        }

        if (version == MqttProtocolVersion.V5 && header.IsOverlong)
        {
            return Overlong;
        }

        var old = version == MqttProtocolVersion.V311;
        var possible = header.Type switch
        {
            MqttPacketType.PingReq or MqttPacketType.PingResp => header.RemainingLength == 0,
            MqttPacketType.PubAck or MqttPacketType.PubRec or MqttPacketType.PubRel or MqttPacketType.PubComp or MqttPacketType.UnsubAck
                or MqttPacketType.ConnAck => old ? header.RemainingLength == 2 : header.RemainingLength >= 2,
            MqttPacketType.Disconnect => !old || header.RemainingLength == 0,
            MqttPacketType.Publish => header.RemainingLength >= 2,
            _ => true,
        };
        return possible ? null : Length;
    }
}
