namespace Bridge.ProxyBench;

/// <summary>One large answer at a time, the targets in turn: megabytes a second.</summary>
internal sealed class DownloadRun(BenchOptions options)
{
    public IEnumerable<Dictionary<string, object>> Run()
    {
        var rates = options.Targets.ToDictionary(target => target, _ => new List<double>());
        foreach (var target in Enumerable.Repeat(options.Targets, options.Rounds).SelectMany(round => round))
        {
            using var line = new HttpLine(target, options);
            var answer = line.Ask();
            rates[target].Add(answer.Length / 1e6 / answer.Whole.TotalSeconds);
        }

        return options.Targets.Select(target => new Dictionary<string, object>
        {
            ["target"] = target.Name,
            ["n"] = rates[target].Count,
            ["megabytesP50"] = Percentiles.Of(rates[target], 0.5),
            ["megabytesLeast"] = rates[target].Min(),
            ["megabytesMost"] = rates[target].Max(),
        });
    }
}
