namespace Bridge.LoadGen;

/// <summary>
/// Publishes one topic as fast as its window lets it, from packets that were encoded beforehand. QoS 1 goes round a ring in which every slot has
/// a packet id of its own, so nothing is patched; the acknowledgements come in order [MQTT-4.6.0-2].
/// </summary>
internal sealed class Publisher
{
    private readonly LoadConnection _connection;
    private readonly LoadOptions _options;
    private readonly byte[] _ring;
    private readonly int _slots;
    private readonly int _slotLength;
    private long _acknowledged;

    public Publisher(Epoll epoll, LoadOptions options, string clientId, string topic)
    {
        _options = options;
        _slots = options.Qos > 0 ? options.Window : options.Batch;
        var packets = Enumerable.Range(1, _slots).Select(id => Encode(options, topic, id)).ToArray();
        _slotLength = packets[0].Length;
        _ring = [.. packets.SelectMany(packet => packet)];
        _connection = LoadConnection.Open(epoll, options, clientId, null, OnPacket);
    }

    public long Sent { get; private set; }

    /// <summary>Sends what the window leaves room for; <paramref name="received"/> is how many messages have come out, for QoS 0.</summary>
    public void Pump(long received)
    {
        while (_connection.CanSend)
        {
            var slot = (int)(Sent % _slots);
            var room = _options.Qos > 0
                ? (int)Math.Min(_slots - (Sent - _acknowledged), _slots - slot)
                : Sent - received <= _options.Window - _slots ? _slots : 0;
            if (room == 0)
            {
                return;
            }

            Sent += room;
            _connection.Send(_ring.AsMemory(slot * _slotLength, room * _slotLength));
        }
    }

    private static byte[] Encode(LoadOptions options, string topic, int id)
    {
        var packet = PacketBytes.Publish(topic, options.Payload, options.Qos);
        if (options.Qos > 0)
        {
            var at = PacketBytes.PacketIdOffset(packet);
            packet[at] = (byte)(id >> 8);
            packet[at + 1] = (byte)id;
        }

        return options.Ws is null ? packet : FrameBytes.Frame(FrameBytes.Binary, packet);
    }

    private void OnPacket(ReadOnlySpan<byte> packet)
    {
        if (packet[0] != PacketBytes.PubAck)
        {
            throw new IOException($"The broker sent a publisher a packet {packet[0]:X2}.");
        }

        _acknowledged++;
    }
}
