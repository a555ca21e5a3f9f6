namespace Bridge.Cli.Watching;

/// <summary>The relay went or came back, as <c>bridge console --json</c> prints it.</summary>
/// <param name="Event"><c>connected</c> or <c>disconnected</c>.</param>
internal sealed record WatchedConnection(string Event);
