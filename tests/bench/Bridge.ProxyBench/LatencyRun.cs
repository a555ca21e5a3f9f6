namespace Bridge.ProxyBench;

/// <summary>One connection to each target, one request at a time, the targets in turn: milliseconds to the first byte and to the last.</summary>
internal sealed class LatencyRun(BenchOptions options)
{
    public IEnumerable<Dictionary<string, object>> Run()
    {
        var first = options.Targets.ToDictionary(target => target, _ => new List<double>());
        var whole = options.Targets.ToDictionary(target => target, _ => new List<double>());
        foreach (var target in Enumerable.Repeat(options.Targets, options.Rounds).SelectMany(round => round))
        {
            using var line = new HttpLine(target, options);
            line.Ask(); // connects, here and behind the proxy
            for (var i = 0; i < options.Requests; i++)
            {
                var answer = line.Ask();
                first[target].Add(answer.First.TotalMilliseconds);
                whole[target].Add(answer.Whole.TotalMilliseconds);
            }
        }

        return options.Targets.Select(target => new Dictionary<string, object>
        {
            ["target"] = target.Name,
            ["n"] = first[target].Count,
            ["firstP50"] = Percentiles.Of(first[target], 0.5),
            ["firstP95"] = Percentiles.Of(first[target], 0.95),
            ["wholeP50"] = Percentiles.Of(whole[target], 0.5),
            ["wholeP95"] = Percentiles.Of(whole[target], 0.95),
        });
    }
}
