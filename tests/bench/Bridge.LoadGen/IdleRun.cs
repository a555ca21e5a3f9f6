using System.Diagnostics;

namespace Bridge.LoadGen;

/// <summary>What a connection costs that does nothing: growth of the broker's resident memory, once it has settled.</summary>
internal sealed class IdleRun(LoadOptions options)
{
    public Dictionary<string, object> Run()
    {
        using var epoll = new Epoll();
        using var crowd = new Crowd();
        var broker = new BrokerProcess(options.Pid);
        var before = broker.ResidentKiB();
        crowd.Open(epoll, options, options.Idle);
        var cpu = broker.CpuSeconds();
        Settle(epoll, options.Seconds);
        var after = broker.ResidentKiB();
        return new()
        {
            ["connections"] = options.Idle,
            ["perConnectionKiB"] = Math.Round((after - before) / (double)options.Idle, 2),
            ["idleCpu"] = Math.Round((broker.CpuSeconds() - cpu) / options.Seconds, 3),
            ["residentKiB"] = after,
        };
    }

    private static void Settle(Epoll epoll, double seconds)
    {
        var clock = Stopwatch.StartNew();
        while (clock.Elapsed.TotalSeconds < seconds)
        {
            epoll.Turn(50);
        }
    }
}
