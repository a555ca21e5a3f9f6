using System.Buffers;
using Bridge.Mqtt.Codec;
using Bridge.Mqtt.Packets;

namespace Bridge.Mqtt.Tests.Fuzz;

/// <summary>A packet for both brokers, and what is sent around it.</summary>
internal sealed record ComparedPacket(byte[] Bytes, MqttProtocolVersion Version, byte[] Sent)
{
    /// <summary>Whether it is a CONNECT: then nothing is sent before it.</summary>
    public bool IsConnect => Version == MqttProtocolVersion.Unknown;

    /// <summary>Whole packets that are nearly right, half of them for each version, each behind a CONNECT of its own and before a PINGREQ.</summary>
    public static IEnumerable<ComparedPacket> Make(int seed, int count)
    {
        var mutator = new PacketMutator(seed);
        var made = 0;
        while (made < count)
        {
            var bytes = mutator.Next().ToArray();
            if (FixedHeader.TryRead(bytes, out var header, out _) && header.PacketSize == bytes.Length)
            {
                yield return Make(bytes, made++);
            }
        }
    }

    private static ComparedPacket Make(byte[] bytes, int number)
    {
        var isConnect = bytes[0] >> 4 == (int)MqttPacketType.Connect;
        var version = isConnect ? MqttProtocolVersion.Unknown : number % 2 == 0 ? MqttProtocolVersion.V311 : MqttProtocolVersion.V5;
        var sent = new ArrayBufferWriter<byte>();
        if (!isConnect)
        {
            MqttPacketWriter.Write(sent, new ConnectPacket { Version = version, ClientId = $"m{number}" }, version);
        }

        sent.Write(bytes);
        sent.Write(MqttPacketWriter.PingReq);
        return new ComparedPacket(bytes, version, sent.WrittenSpan.ToArray());
    }
}
