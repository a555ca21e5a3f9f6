using Bridge.Mqtt.Codec;
using Bridge.Mqtt.Packets;

namespace Bridge.Mqtt.Broker;

/// <summary>
/// The head of one PUBLISH (all but its payload), encoded once per protocol version and QoS class for all its receivers.
/// First byte and packet id are patched in each receiver's copy. Kept per thread.
/// </summary>
internal sealed class HeadCache
{
    // Bytes of a head. Long properties are rare, and threads are many.
    private const int Usual = 128;
    private const int MostKept = 4096;

    [ThreadStatic]
    private static HeadCache? t_current;

    private readonly Entry[] _entries = [new(), new(), new(), new()];

    /// <summary>Bytes, used or not, of the longest entry.</summary>
    public int Capacity => _entries.Max(entry => entry.Bytes.Length);

    /// <summary>An empty cache that is the caller's until <see cref="Finish"/>: a flush may run another publisher's code on this thread.</summary>
    public static HeadCache Start()
    {
        var cache = t_current ?? new HeadCache();
        t_current = null;
        foreach (var entry in cache._entries)
        {
            entry.Length = 0;
            if (entry.Bytes.Length > MostKept)
            {
                entry.Bytes = new byte[Usual];
            }
        }

        return cache;
    }

    public void Finish() => t_current = this;

    public ReadOnlySpan<byte> Head(scoped in OutgoingPublish message, MqttProtocolVersion version, bool hasPacketId, uint? expiry, out int packetIdOffset)
    {
        var entry = _entries[(version == MqttProtocolVersion.V5 ? 2 : 0) + (hasPacketId ? 1 : 0)];
        if (entry.Length == 0)
        {
            Encode(entry, in message, version, hasPacketId, expiry);
        }

        packetIdOffset = entry.PacketIdOffset;
        return entry.Bytes.AsSpan(0, entry.Length);
    }

    private static void Encode(Entry entry, scoped in OutgoingPublish message, MqttProtocolVersion version, bool hasPacketId, uint? expiry)
    {
        var head = new PublishHead
        {
            QoS = hasPacketId ? MqttQoS.AtLeastOnce : MqttQoS.AtMostOnce,
            PacketId = hasPacketId ? (ushort)1 : (ushort)0,
            Topic = message.Topic.Utf8,
            MessageExpiryInterval = expiry,
            ForwardedProperties = message.Properties,
            PayloadLength = message.Payload.Length,
        };
        var length = head.Measure(version);
        if (entry.Bytes.Length < length)
        {
            entry.Bytes = new byte[length * 2];
        }

        entry.Length = head.Write(entry.Bytes, version, out entry.PacketIdOffset);
    }

    private sealed class Entry
    {
        public byte[] Bytes = new byte[Usual];
        public int Length;
        public int PacketIdOffset;
    }
}
