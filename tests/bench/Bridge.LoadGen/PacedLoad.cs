using System.Buffers.Binary;
using System.Diagnostics;

namespace Bridge.LoadGen;

/// <summary>
/// Phones at a steady rate: each publisher sends at its own moments, evenly spread, and every message carries the time of its sending.
/// Latency runs from handing it to the kernel to having read it back. The loop never sleeps, so that it adds no wake-up of its own, and sends
/// what was encoded beforehand, so that its collector adds no pause (<see cref="Collections"/> shows it). Where the machine didn't let it run, what
/// should have gone out meanwhile is not made up for in one burst, which no phones would send and every broker would take milliseconds for:
/// it is counted (<see cref="Missed"/>).
/// </summary>
internal sealed class PacedLoad
{
    private readonly LoadOptions _options;
    private readonly Epoll _epoll;
    private readonly Phone[] _phones;
    private readonly LatencyHistogram _latencies = new();

    public PacedLoad(LoadOptions options, Epoll epoll)
    {
        _options = options;
        _epoll = epoll;
        for (var i = 0; i < options.Pairs; i++)
        {
            LoadConnection.Open(epoll, options, $"sub-{i}", $"load/{i}/data", OnPacket);
        }

        _phones = [.. Enumerable.Range(0, options.Pairs).Select(i => Phone.Open(epoll, options, i))];
    }

    /// <summary>Collections of this process in the last <see cref="Drive"/>.</summary>
    public int Collections { get; private set; }

    /// <summary>Messages that were not sent in the last <see cref="Drive"/>, more than a millisecond being over since they were due.</summary>
    public long Missed { get; private set; }

    /// <summary>A subscriber of everything that never reads, to be disposed: a socket that nobody refers to is closed by its finaliser.</summary>
    public LoadConnection OpenStuck(string clientId)
    {
        var stuck = LoadConnection.Open(_epoll, _options, clientId, "load/#", _ => { });
        _epoll.Forget(stuck);
        return stuck;
    }

    /// <summary>Sends for so long, and gives the latencies of what came back meanwhile, until it drives again.</summary>
    public LatencyHistogram Drive(double seconds)
    {
        _latencies.Clear();
        Missed = 0;
        var mostAtOnce = Math.Max(1, _options.Hz * _phones.Length / 1000);
        var collections = GC.CollectionCount(0);
        var start = Stopwatch.GetTimestamp();
        var step = (double)Stopwatch.Frequency / (_options.Hz * _phones.Length);
        long sent = 0;
        while (Stopwatch.GetElapsedTime(start).TotalSeconds < seconds)
        {
            _epoll.Turn(0);
            var due = (long)((Stopwatch.GetTimestamp() - start) / step);
            var missed = Math.Max(due - sent - mostAtOnce, 0);
            Missed += missed;
            for (sent += missed; sent < due; sent++)
            {
                _phones[sent % _phones.Length].Send();
            }
        }

        Collections = GC.CollectionCount(0) - collections;
        return _latencies;
    }

    private void OnPacket(ReadOnlySpan<byte> packet)
    {
        var sent = BinaryPrimitives.ReadInt64LittleEndian(packet[PacketBytes.PacketIdOffset(packet)..]);
        _latencies.Add((long)Stopwatch.GetElapsedTime(sent).TotalMicroseconds);
    }

    /// <summary>One publisher, and its message as it goes over the wire.</summary>
    private sealed class Phone(LoadConnection connection, byte[] wire, int head, int stampAt)
    {
        public static Phone Open(Epoll epoll, LoadOptions options, int number)
        {
            var packet = PacketBytes.Publish($"load/{number}/data", options.Payload, 0);
            return new(
                LoadConnection.Open(epoll, options, $"pub-{number}", null, _ => { }),
                options.Ws is null ? packet : FrameBytes.Frame(FrameBytes.Binary, packet),
                options.Ws is null ? 0 : FrameBytes.HeadLength(packet.Length),
                PacketBytes.PacketIdOffset(packet));
        }

        /// <summary>The payload begins with the time, masked if it is in a frame.</summary>
        public void Send()
        {
            var stamp = wire.AsSpan(head + stampAt, sizeof(long));
            BinaryPrimitives.WriteInt64LittleEndian(stamp, Stopwatch.GetTimestamp());
            for (var i = 0; head > 0 && i < stamp.Length; i++)
            {
                stamp[i] ^= FrameBytes.KeyByte(stampAt + i);
            }

            connection.SendOrQueue(wire);
        }
    }
}
