namespace Bridge.LoadGen;

/// <summary>Counts what it is sent, and acknowledges QoS 1: all of one read in one write.</summary>
internal sealed class Subscriber
{
    private readonly LoadOptions _options;
    private readonly LoadConnection _connection;
    private readonly List<byte> _acknowledgements = [];

    public Subscriber(Epoll epoll, LoadOptions options, string clientId, string filter)
    {
        _options = options;
        _connection = LoadConnection.Open(epoll, options, clientId, filter, OnPacket);
        _connection.OnScanned = Acknowledge;
    }

    public long Received { get; private set; }

    private void OnPacket(ReadOnlySpan<byte> packet)
    {
        if (packet[0] >> 4 != 3)
        {
            throw new IOException($"The broker sent a subscriber a packet {packet[0]:X2}.");
        }

        Received++;
        if ((packet[0] & 6) != 0)
        {
            var at = PacketBytes.PacketIdOffset(packet);
            _acknowledgements.AddRange([PacketBytes.PubAck, 2, packet[at], packet[at + 1]]);
        }
    }

    private void Acknowledge()
    {
        if (_acknowledgements.Count > 0)
        {
            var bytes = _acknowledgements.ToArray();
            _connection.SendOrQueue(_options.Ws is null ? bytes : FrameBytes.Frame(FrameBytes.Binary, bytes));
            _acknowledgements.Clear();
        }
    }
}
