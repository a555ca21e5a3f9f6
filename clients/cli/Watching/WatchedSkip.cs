namespace Bridge.Cli.Watching;

/// <summary>A gap as <c>bridge console --json</c> prints it.</summary>
/// <param name="Event">Always <c>skipped</c>.</param>
/// <param name="Counts">By feed, how many messages were left out.</param>
internal sealed record WatchedSkip(string Event, IReadOnlyDictionary<string, long> Counts);
