namespace Bridge.JournalBench;

/// <summary>One load on a relay.</summary>
/// <param name="Name">The load.</param>
/// <param name="LinesPerSecond">Acknowledged, all devices together.</param>
/// <param name="Median">Milliseconds from PUBLISH to PUBACK.</param>
/// <param name="Slow">The 99th percentile of that.</param>
internal sealed record LoadResult(string Name, double LinesPerSecond, double Median, double Slow);
