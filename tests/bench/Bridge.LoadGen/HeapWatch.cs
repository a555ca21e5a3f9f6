using System.Globalization;
using System.Text;

namespace Bridge.LoadGen;

/// <summary>
/// What the broker says of itself under <c>$SYS/broker/</c>, every ten seconds: the messages it received and the bytes it allocated, one right
/// after the other. Two such moments give the bytes that a message costs.
/// </summary>
internal sealed class HeapWatch
{
    private const string Messages = "$SYS/broker/messages/received", Allocated = "$SYS/broker/heap/allocated";

    private readonly Dictionary<string, long> _figures = [];
    private readonly List<(long Messages, long Allocated)> _moments = [];

    public void Open(Epoll epoll, LoadOptions options)
    {
        var connection = LoadConnection.Open(epoll, options, "heap", filter: null, OnPacket);
        foreach (var packet in new[] { PacketBytes.Subscribe(Messages, 0), PacketBytes.Subscribe(Allocated, 0) })
        {
            connection.SendOrQueue(options.Ws is null ? packet : FrameBytes.Frame(FrameBytes.Binary, packet));
        }
    }

    /// <summary>What was heard before, retained or while the broker warmed up, doesn't count.</summary>
    public void Restart() => _moments.Clear();

    public double? BytesPerMessage() => _moments.Count < 2
        ? null
        : Math.Round((_moments[^1].Allocated - _moments[0].Allocated) / (double)(_moments[^1].Messages - _moments[0].Messages), 4);

    private void OnPacket(ReadOnlySpan<byte> packet)
    {
        if (packet[0] >> 4 != 3)
        {
            return;
        }

        var payload = PacketBytes.PacketIdOffset(packet);
        var topic = Encoding.UTF8.GetString(packet[(PacketBytes.HeaderLength(packet) + 2)..payload]);
        _figures[topic] = long.Parse(packet[payload..], CultureInfo.InvariantCulture);
        if (topic == Allocated && _figures.TryGetValue(Messages, out var messages))
        {
            _moments.Add((messages, _figures[Allocated]));
        }
    }
}
