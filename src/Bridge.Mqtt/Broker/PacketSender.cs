using System.Buffers;
using Bridge.Mqtt.Codec;
using Bridge.Mqtt.Packets;

namespace Bridge.Mqtt.Broker;

/// <summary>Writes every packet but PUBLISH, in the client's version and within its limits.</summary>
internal sealed class PacketSender(ConnectionWriter writer)
{
    /// <summary>Unknown until CONNECT is read; then nothing can be said.</summary>
    public MqttProtocolVersion Version { get; set; }

    /// <summary>The largest packet that the client takes.</summary>
    public int MaximumPacketSize { get; set; } = int.MaxValue;

    /// <summary>False if the client wants no reason strings but in CONNACK and DISCONNECT [MQTT-3.1.2-29].</summary>
    public bool WantsReasons { get; set; } = true;

    /// <summary>Whether the client takes a packet of this size, if need be without its reason string and user properties.</summary>
    public bool Fits(MqttPacket packet) => MqttPacketWriter.Write(new ArrayBufferWriter<byte>(), packet, Version, MaximumPacketSize);

    /// <summary>From outside a turn, too.</summary>
    public void Send(MqttPacket packet)
    {
        var turn = Turn.Begin();
        try
        {
            lock (writer.Sync)
            {
                SendWithLock(packet, turn);
            }
        }
        finally
        {
            turn.End();
        }
    }

    public void SendWithLock(MqttPacket packet, Turn turn)
    {
        var bytes = new ArrayBufferWriter<byte>();
        if (MqttPacketWriter.Write(bytes, packet, Version, MaximumPacketSize))
        {
            writer.WriteWithLock(bytes.WrittenSpan, turn);
        }
    }

    /// <summary>
    /// PUBACK, PUBREC, PUBREL or PUBCOMP (3.4 to 3.7):
    /// <code>| type, flags | remaining length | packet id (2) | reason, if it is not success |</code>
    /// </summary>
    public void AckWithLock(MqttPacketType type, ushort packetId, MqttReasonCode reason, Turn turn)
    {
        if (reason >= MqttReasonCode.UnspecifiedError && WantsReasons && Version == MqttProtocolVersion.V5)
        {
            var bytes = new ArrayBufferWriter<byte>();
            MqttPacketWriter.Write(bytes, new AckPacket(type, packetId, reason, ReasonTexts.Of(reason)), Version, MaximumPacketSize);
            writer.WriteWithLock(bytes.WrittenSpan, turn);
            return;
        }

        // PUBREL carries a flag bit of its own [MQTT-3.6.1-1].
        var first = (byte)(((int)type << 4) | (type == MqttPacketType.PubRel ? 2 : 0));
        ReadOnlySpan<byte> ack = reason == MqttReasonCode.Success || Version == MqttProtocolVersion.V311
            ? [first, 2, (byte)(packetId >> 8), (byte)packetId]
            : [first, 3, (byte)(packetId >> 8), (byte)packetId, (byte)reason];
        writer.WriteWithLock(ack, turn);
    }
}
