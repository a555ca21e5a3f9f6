namespace Bridge.Faults;

/// <summary>
/// The rhythm of loads and of bad networks. Time is let pass here and nowhere else: a pause is what a load or a fault consists of, and no result
/// waits for it, nor depends on its length. <see cref="Until"/> waits for results.
/// </summary>
internal static class Pace
{
    /// <summary>Before a phone connects again, full jitter. Ends at once where it is told to stop.</summary>
    public static async Task BeforeReconnectingAsync(TimeSpan longest, CancellationToken stop) =>
        await Task.Delay(longest * Random.Shared.NextDouble(), stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);

    /// <summary>A part of a load's beat, before its first: phones don't tick together.</summary>
    public static Task BeforeTheFirstBeatAsync(TimeSpan beat, CancellationToken stop) => Task.Delay(beat * Random.Shared.NextDouble(), stop);

    /// <summary>What a piece takes on a line that is late.</summary>
    public static Task OnALateLineAsync(CancellationToken stop) => Task.Delay(Random.Shared.Next(5, 80), stop);
}
