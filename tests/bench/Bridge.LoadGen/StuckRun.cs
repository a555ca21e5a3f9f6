using System.Diagnostics;

namespace Bridge.LoadGen;

/// <summary>
/// What a subscriber of everything that never reads costs the others: a steady load is measured in short runs that take turns, without and with
/// it, on the same connections of the same process, so that what swings between minutes falls on both alike. Each round turns the order round.
/// Each second is looked at by itself and the median second counts, so that one pause of the machine spoils one second and not a run.
/// </summary>
internal sealed class StuckRun(LoadOptions options)
{
    // Until the kernel's buffers and the broker's queue for it are full, and until what it left is cleared away.
    private const double Filling = 5;
    private const double Clearing = 1;

    private readonly List<Latency> _alone = [];
    private readonly List<Latency> _beside = [];
    private double _cpuAlone;
    private double _cpuBeside;

    public Dictionary<string, object> Run()
    {
        using var epoll = new Epoll();
        var broker = new BrokerProcess(options.Pid);
        var load = new PacedLoad(options, epoll);
        load.Drive(options.Warmup);
        for (var round = 0; round < options.Rounds; round++)
        {
            if (round % 2 == 0)
            {
                _cpuAlone += Measure(broker, load, _alone);
            }

            using (load.OpenStuck($"stuck-{round}"))
            {
                load.Drive(Filling);
                _cpuBeside += Measure(broker, load, _beside);
            }

            load.Drive(Clearing);
            if (round % 2 != 0)
            {
                _cpuAlone += Measure(broker, load, _alone);
            }
        }

        return new()
        {
            ["rounds"] = options.Rounds,
            ["seconds"] = _alone.Count,
            ["p50"] = Quartile(_alone, second => second.P50, 2),
            ["p50Stuck"] = Quartile(_beside, second => second.P50, 2),
            ["p99"] = Quartile(_alone, second => second.P99, 2),
            ["p99Stuck"] = Quartile(_beside, second => second.P99, 2),
            ["p99Ratio"] = Math.Round((double)Quartile(_beside, second => second.P99, 2) / Quartile(_alone, second => second.P99, 2), 3),
            ["p99Quartiles"] = Array.ConvertAll([1, 2, 3], quartile => Quartile(_alone, second => second.P99, quartile)),
            ["p99QuartilesStuck"] = Array.ConvertAll([1, 2, 3], quartile => Quartile(_beside, second => second.P99, quartile)),
            ["brokerCpu"] = Math.Round(_cpuAlone / options.Rounds, 3),
            ["brokerCpuStuck"] = Math.Round(_cpuBeside / options.Rounds, 3),
        };
    }

    /// <summary>One run, a second at a time; returns the share of a core that the broker took.</summary>
    private double Measure(BrokerProcess broker, PacedLoad load, List<Latency> into)
    {
        var cpu = broker.CpuSeconds();
        var clock = Stopwatch.StartNew();
        for (var second = 0; second < options.Seconds; second++)
        {
            var latencies = load.Drive(1);
            into.Add(new(latencies.Quantile(0.5), latencies.Quantile(0.99)));
        }

        return (broker.CpuSeconds() - cpu) / clock.Elapsed.TotalSeconds;
    }

    /// <summary>The first, second (the median) or third quartile over all seconds, by nearest rank.</summary>
    private static long Quartile(List<Latency> seconds, Func<Latency, long> of, int quartile)
    {
        var sorted = seconds.Select(of).Order().ToArray();
        return sorted[((sorted.Length * quartile) + 3) / 4 - 1];
    }

    /// <summary>Of one second's messages, in microseconds.</summary>
    private sealed record Latency(long P50, long P99);
}
