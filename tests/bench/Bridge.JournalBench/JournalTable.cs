namespace Bridge.JournalBench;

/// <summary>The tables of docs/reliability.md.</summary>
internal static class JournalTable
{
    public static void Print(IReadOnlyList<JournalResult> results, TimeSpan length, SyncTimes disk)
    {
        Console.WriteLine($"{Environment.ProcessorCount} cores, {length.TotalSeconds:F0} s each; fsync after an append: {disk.Median:F1} ms at the median, {disk.P90:F1} at p90, {disk.P99:F1} at p99");
        Console.WriteLine();
        Console.WriteLine("| load | journal | acknowledged lines/s | PUBACK p50 | p99 | added p50 | p99 |");
        Console.WriteLine("|---|---|---|---|---|---|---|");
        foreach (var result in results)
        {
            foreach (var (unkept, kept) in result.Loads)
            {
                Console.WriteLine($"| {unkept.Name} | none | {unkept.LinesPerSecond:N0} | {unkept.Median:F1} ms | {unkept.Slow:F1} ms | | |");
                Console.WriteLine(
                    $"| {kept.Name} | {result.Database} | {kept.LinesPerSecond:N0} | {kept.Median:F1} ms | {kept.Slow:F1} ms | {kept.Median - unkept.Median:+0.0;-0.0;0.0} ms | {kept.Slow - unkept.Slow:+0.0;-0.0;0.0} ms |");
            }
        }

        Console.WriteLine();
        Console.WriteLine("| kill -9 under load | ready again | every device acknowledged again |");
        Console.WriteLine("|---|---|---|");
        foreach (var result in results)
        {
            Console.WriteLine($"| {result.Database} | {result.Ready.TotalSeconds:F2} s | {result.Back.TotalSeconds:F2} s |");
        }
    }
}
