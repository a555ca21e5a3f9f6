using System.Diagnostics;

namespace Bridge.ProxyBench;

/// <summary>Several connections that ask again as soon as they have their answer, for some seconds, the targets in turn: answers a second.</summary>
internal sealed class ThroughputRun(BenchOptions options)
{
    public IEnumerable<Dictionary<string, object>> Run()
    {
        var rates = options.Targets.ToDictionary(target => target, _ => new List<double>());
        foreach (var target in Enumerable.Repeat(options.Targets, options.Rounds).SelectMany(round => round))
        {
            rates[target].Add(Rate(target));
        }

        return options.Targets.Select(target => new Dictionary<string, object>
        {
            ["target"] = target.Name,
            ["n"] = rates[target].Count,
            ["perSecondP50"] = Percentiles.Of(rates[target], 0.5),
            ["perSecondLeast"] = rates[target].Min(),
            ["perSecondMost"] = rates[target].Max(),
        });
    }

    private double Rate(Target target)
    {
        var answers = 0L;
        var began = Stopwatch.GetTimestamp();
        var threads = Enumerable.Range(0, options.Connections).Select(_ => new Thread(Ask)).ToList();
        threads.ForEach(thread => thread.Start());
        threads.ForEach(thread => thread.Join());
        return answers / Stopwatch.GetElapsedTime(began).TotalSeconds;

        void Ask()
        {
            using var line = new HttpLine(target, options);
            while (Stopwatch.GetElapsedTime(began).TotalSeconds < options.Seconds)
            {
                line.Ask();
                Interlocked.Increment(ref answers);
            }
        }
    }
}
