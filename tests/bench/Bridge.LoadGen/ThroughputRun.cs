using System.Diagnostics;

namespace Bridge.LoadGen;

/// <summary>As many messages as go through: pairs of one publisher and one subscriber, or one publisher and many subscribers.</summary>
internal sealed class ThroughputRun(LoadOptions options)
{
    private readonly List<(Publisher Publisher, List<Subscriber> Subscribers)> _topics = [];
    private long _lost;

    public Dictionary<string, object> Run()
    {
        using var epoll = new Epoll();
        var broker = new BrokerProcess(options.Pid);
        using var crowd = new Crowd(options, broker);
        crowd.Open(epoll);
        var (topics, fan) = options.Mode == "fanout" ? (1, options.Subscribers) : (options.Pairs, 1);
        for (var i = 0; i < topics; i++)
        {
            var subscribers = Enumerable.Range(0, fan).Select(s => new Subscriber(epoll, options, $"sub-{i}-{s}", $"load/{i}/data")).ToList();
            _topics.Add((new Publisher(epoll, options, $"pub-{i}", $"load/{i}/data"), subscribers));
        }

        var heap = new HeapWatch();
        if (options.Mode == "allocation")
        {
            heap.Open(epoll, options);
        }

        Drive(epoll, options.Warmup);
        heap.Restart();
        _lost = 0;
        var received = Received();
        var cpu = broker.CpuSeconds();
        using var self = Process.GetCurrentProcess();
        var ownCpu = self.TotalProcessorTime;
        var clock = Stopwatch.StartNew();
        Drive(epoll, options.Seconds);
        var seconds = clock.Elapsed.TotalSeconds;
        var messages = Received() - received;
        self.Refresh();
        return new()
        {
            ["perConnectionKiB"] = crowd.KiBEach,
            ["bytesPerMessage"] = heap.BytesPerMessage()!,
            ["perSecond"] = Math.Round(messages / seconds),
            ["cpuPerMillion"] = Math.Round((broker.CpuSeconds() - cpu) / messages * 1e6, 3),
            ["brokerCpu"] = Math.Round((broker.CpuSeconds() - cpu) / seconds, 3),
            ["generatorCpu"] = Math.Round((self.TotalProcessorTime - ownCpu).TotalSeconds / seconds, 3),
            ["lost"] = _lost,
            ["residentKiB"] = broker.ResidentKiB(),
        };
    }

    private long Received() => _topics.Sum(topic => topic.Subscribers.Sum(subscriber => subscriber.Received));

    private void Drive(Epoll epoll, double seconds)
    {
        var clock = Stopwatch.StartNew();
        var progress = Received();
        var progressAt = 0L;
        while (clock.Elapsed.TotalSeconds < seconds)
        {
            foreach (var (publisher, subscribers) in _topics)
            {
                publisher.Pump(subscribers.Sum(subscriber => subscriber.Received) / subscribers.Count + _lost);
            }

            epoll.Turn(100);
            if (Received() is var received && received != progress)
            {
                progress = received;
                progressAt = clock.ElapsedMilliseconds;
            }
            else if (clock.ElapsedMilliseconds - progressAt > 3000 && options.Qos == 0 && _topics.Count > 0)
            {
                // The broker dropped so much that every window is full of messages that will never come.
                _lost += _topics.Max(topic => topic.Publisher.Sent - topic.Subscribers.Sum(s => s.Received) / topic.Subscribers.Count - _lost);
                progressAt = clock.ElapsedMilliseconds;
            }
        }
    }
}
