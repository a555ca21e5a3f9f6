using System.Buffers.Binary;
using System.Diagnostics;

namespace Bridge.LoadGen;

/// <summary>
/// Phones at a steady rate: each publisher sends at its own moments, evenly spread, and every message carries the time of its sending.
/// Latency runs from handing it to the kernel to having read it back. The loop never sleeps, so that it adds no wake-up of its own.
/// </summary>
internal sealed class PacedRun(LoadOptions options)
{
    private LatencyHistogram _latencies = new();

    public Dictionary<string, object> Run()
    {
        using var epoll = new Epoll();
        var broker = new BrokerProcess(options.Pid);
        using var crowd = new Crowd(options, broker);
        crowd.Open(epoll);
        for (var i = 0; i < options.Pairs; i++)
        {
            LoadConnection.Open(epoll, options, $"sub-{i}", $"load/{i}/data", OnPacket);
        }

        // Held to the end: a socket that nobody refers to is closed by its finaliser.
        var stuck = Enumerable.Range(0, options.Stuck).Select(i => LoadConnection.Open(epoll, options, $"stuck-{i}", "load/#", _ => { })).ToArray();
        Array.ForEach(stuck, epoll.Forget);

        var publishers = Enumerable.Range(0, options.Pairs)
            .Select(i => (LoadConnection.Open(epoll, options, $"pub-{i}", null, _ => { }), PacketBytes.Publish($"load/{i}/data", options.Payload, 0)))
            .ToArray();
        var resident = broker.ResidentKiB();
        Drive(epoll, publishers, options.Warmup);
        _latencies = new();
        var cpu = broker.CpuSeconds();
        var clock = Stopwatch.StartNew();
        Drive(epoll, publishers, options.Seconds);
        var seconds = clock.Elapsed.TotalSeconds;
        Array.ForEach(stuck, connection => connection.Dispose());
        return new()
        {
            ["perSecond"] = Math.Round(_latencies.Count / seconds),
            ["p50"] = _latencies.Quantile(0.5),
            ["p99"] = _latencies.Quantile(0.99),
            ["p999"] = _latencies.Quantile(0.999),
            ["brokerCpu"] = Math.Round((broker.CpuSeconds() - cpu) / seconds, 3),
            ["residentKiB"] = broker.ResidentKiB(),
            ["grewKiB"] = broker.ResidentKiB() - resident,
        };
    }

    private void Drive(Epoll epoll, (LoadConnection Connection, byte[] Packet)[] publishers, double seconds)
    {
        var start = Stopwatch.GetTimestamp();
        var step = (double)Stopwatch.Frequency / (options.Hz * publishers.Length);
        long sent = 0;
        while (Stopwatch.GetElapsedTime(start).TotalSeconds < seconds)
        {
            epoll.Turn(0);
            for (var due = (long)((Stopwatch.GetTimestamp() - start) / step); sent < due; sent++)
            {
                var (connection, packet) = publishers[sent % publishers.Length];
                BinaryPrimitives.WriteInt64LittleEndian(packet.AsSpan(PacketBytes.PacketIdOffset(packet)), Stopwatch.GetTimestamp());
                connection.SendOrQueue(options.Ws is null ? packet : FrameBytes.Frame(FrameBytes.Binary, packet));
            }
        }
    }

    private void OnPacket(ReadOnlySpan<byte> packet)
    {
        var sent = BinaryPrimitives.ReadInt64LittleEndian(packet[PacketBytes.PacketIdOffset(packet)..]);
        _latencies.Add((long)Stopwatch.GetElapsedTime(sent).TotalMicroseconds);
    }
}
