using System.Diagnostics;

namespace Bridge.LoadGen;

/// <summary>A steady load, once, maybe beside subscribers that never read.</summary>
internal sealed class PacedRun(LoadOptions options)
{
    public Dictionary<string, object> Run()
    {
        using var epoll = new Epoll();
        var broker = new BrokerProcess(options.Pid);
        using var crowd = new Crowd(options, broker);
        crowd.Open(epoll);
        var load = new PacedLoad(options, epoll);
        var stuck = Enumerable.Range(0, options.Stuck).Select(i => load.OpenStuck($"stuck-{i}")).ToArray();
        var resident = broker.ResidentKiB();
        load.Drive(options.Warmup);
        var cpu = broker.CpuSeconds();
        var clock = Stopwatch.StartNew();
        var latencies = load.Drive(options.Seconds);
        var seconds = clock.Elapsed.TotalSeconds;
        Array.ForEach(stuck, connection => connection.Dispose());
        return new()
        {
            ["perSecond"] = Math.Round(latencies.Count / seconds),
            ["p50"] = latencies.Quantile(0.5),
            ["p99"] = latencies.Quantile(0.99),
            ["p999"] = latencies.Quantile(0.999),
            ["brokerCpu"] = Math.Round((broker.CpuSeconds() - cpu) / seconds, 3),
            ["missed"] = load.Missed,
            ["generatorCollections"] = load.Collections,
            ["residentKiB"] = broker.ResidentKiB(),
            ["grewKiB"] = broker.ResidentKiB() - resident,
        };
    }
}
