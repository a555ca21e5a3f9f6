namespace Bridge.JournalBench;

/// <summary>What one database came to.</summary>
/// <param name="Database">Its name.</param>
/// <param name="Loads">Each load on a feed that isn't kept, and then on one that is.</param>
/// <param name="Ready">From kill -9 to the next relay's accepting connections; the time its process takes to start is in it.</param>
/// <param name="Back">From kill -9 until every device has an acknowledgement again.</param>
internal sealed record JournalResult(string Database, IReadOnlyList<(LoadResult Unkept, LoadResult Kept)> Loads, TimeSpan Ready, TimeSpan Back);
