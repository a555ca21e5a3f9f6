using Bridge.Contracts.Rooms;

namespace Bridge.Cli.Watching;

/// <summary>Whether the journal keeps what is logged, as <c>bridge console --json</c> prints it when that changes.</summary>
/// <param name="Event">Always <c>journal</c>.</param>
/// <param name="Journal">As the relay published it.</param>
internal sealed record WatchedJournal(string Event, JournalState Journal);
