namespace Bridge.Cli.Watching;

/// <summary>What was kept can't be read now: a line of <c>--json</c>.</summary>
/// <param name="Event"><c>unread</c>.</param>
/// <param name="Reason">Why, in words for a person.</param>
internal sealed record WatchedUnread(string Event, string Reason);
