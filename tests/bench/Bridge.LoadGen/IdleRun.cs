using System.Diagnostics;

namespace Bridge.LoadGen;

/// <summary>What connections cost that do nothing: memory, and the CPU of keeping them.</summary>
internal sealed class IdleRun(LoadOptions options)
{
    public Dictionary<string, object> Run()
    {
        using var epoll = new Epoll();
        var broker = new BrokerProcess(options.Pid);
        using var crowd = new Crowd(options, broker);
        crowd.Open(epoll);
        var cpu = broker.CpuSeconds();
        for (var clock = Stopwatch.StartNew(); clock.Elapsed.TotalSeconds < options.Seconds;)
        {
            epoll.Turn(50);
        }

        return new()
        {
            ["perConnectionKiB"] = crowd.KiBEach,
            ["idleCpu"] = Math.Round((broker.CpuSeconds() - cpu) / options.Seconds, 3),
            ["residentKiB"] = broker.ResidentKiB(),
        };
    }
}
