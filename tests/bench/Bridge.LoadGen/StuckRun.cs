using System.Diagnostics;

namespace Bridge.LoadGen;

/// <summary>
/// What a subscriber of everything that never reads costs the others: a steady load is measured in short runs that take turns, without and with
/// it, on the same connections of the same process, so that what swings between minutes falls on both alike. Each round turns the order round.
/// </summary>
internal sealed class StuckRun(LoadOptions options)
{
    // Until the kernel's buffers and the broker's queue for it are full, and until what it left is cleared away.
    private const double Filling = 5;
    private const double Clearing = 1;

    private readonly List<LatencyHistogram> _alone = [];
    private readonly List<LatencyHistogram> _beside = [];
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
            ["p50"] = Median(_alone, 0.5),
            ["p50Stuck"] = Median(_beside, 0.5),
            ["p99"] = Median(_alone, 0.99),
            ["p99Stuck"] = Median(_beside, 0.99),
            ["p99Ratio"] = Math.Round(Median(_beside, 0.99) / Median(_alone, 0.99), 3),
            ["p99s"] = _alone.Select(h => h.Quantile(0.99)).ToArray(),
            ["p99sStuck"] = _beside.Select(h => h.Quantile(0.99)).ToArray(),
            ["brokerCpu"] = Math.Round(_cpuAlone / options.Rounds, 3),
            ["brokerCpuStuck"] = Math.Round(_cpuBeside / options.Rounds, 3),
        };
    }

    /// <summary>One run; returns the share of a core that the broker took.</summary>
    private double Measure(BrokerProcess broker, PacedLoad load, List<LatencyHistogram> into)
    {
        var cpu = broker.CpuSeconds();
        var clock = Stopwatch.StartNew();
        into.Add(load.Drive(options.Seconds));
        return (broker.CpuSeconds() - cpu) / clock.Elapsed.TotalSeconds;
    }

    private static double Median(List<LatencyHistogram> runs, double quantile)
    {
        var sorted = runs.Select(run => (double)run.Quantile(quantile)).Order().ToArray();
        return (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;
    }
}
